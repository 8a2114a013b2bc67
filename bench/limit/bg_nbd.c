/*
 * The yardstick: value, gradient and Hessian of the BG/NBD log-likelihood in ln(r, alpha, a, b) over the same histories, as tight
 * as plain C gets them: the x-only and T-only terms as short sums, logarithms and reciprocals from tables over distinct ages, one exp
 * and one log1p per history.
 *
 *   bg_nbd FOLDER REPETITIONS R ALPHA A B
 *
 * FOLDER holds the histories as raw doubles (frequency.f64, recency.f64, T.f64, count.f64). Prints one JSON object: nanoseconds per
 * history (minimum and median over the repetitions) and the numbers computed, so that the caller can check them.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  size_t n;
  double *x, *count;
  uint32_t *age, *last; /* rows of the table of distinct ages */
  uint32_t *before;     /* x - 1, the row of the tables over purchases */
} Buyers;

typedef struct {
  size_t n;
  double *at, *log1p, *inverse;
} Ages;

typedef struct {
  double value, gradient[4], hessian[10];
} Evaluation;

static double *read_column(const char *folder, const char *name, size_t *n) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s.f64", folder, name);
  FILE *file = fopen(path, "rb");
  if (!file) { perror(path); exit(1); }
  fseek(file, 0, SEEK_END);
  *n = (size_t)ftell(file) / sizeof(double);
  rewind(file);
  double *column = malloc(*n * sizeof(double));
  if (fread(column, sizeof(double), *n, file) != *n) { perror(path); exit(1); }
  fclose(file);
  return column;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static uint32_t row_of(const Ages *ages, double at) {
  size_t low = 0, high = ages->n;
  while (high - low > 1) {
    size_t middle = (low + high) / 2;
    if (ages->at[middle] <= at) low = middle; else high = middle;
  }
  return (uint32_t)low;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void evaluate(const Buyers *h, const Ages *ages, const double *weight, const double *purchases, const double *above, size_t above_n,
                     double *start, double *slope, double r, double alpha, double a, double b, Evaluation *out) {
  double value = 0, gr = 0, gal = 0, ga = 0, gb = 0;
  double hrr = 0, hral = 0, hra = 0, hrb = 0, halal = 0, hala = 0, halb = 0, haa = 0, hab = 0, hbb = 0;
  for (size_t k = 0; k < above_n; k++) {
    double n = above[k], rk = r + (double)k, bk = b + (double)k, abk = a + bk;
    start[k] = log(a / bk); /* delta of x = k + 1 at t_x = T */
    slope[k] = -b / bk;
    double fr = r / rk, fa = a / abk, fb = b / bk, fab = b / abk;
    value += n * (log(rk / alpha) - log1p(a / bk));
    gr += n * fr; gal -= n;
    hrr += n * fr * (1 - fr);
    ga -= n * fa; gb += n * (fb - fab);
    haa -= n * fa * (1 - fa); hab += n * fa * fab; hbb += n * (fb * (1 - fb) - fab * (1 - fab));
  }
  for (size_t j = 0; j < ages->n; j++) {
    double t = ages->at[j];
    ages->log1p[j] = log1p(t / alpha);
    ages->inverse[j] = alpha / (alpha + t);
    double w = weight[j], shape = r * w + purchases[j], gone = 1 - ages->inverse[j];
    value -= shape * ages->log1p[j];
    gr -= r * w * ages->log1p[j]; gal += shape * gone;
    hrr -= r * w * ages->log1p[j]; hral += r * w * gone; halal -= shape * gone * ages->inverse[j];
  }
  for (size_t i = 0; i < h->n; i++) {
    double x = h->x[i], n = h->count[i], shape = r + x;
    uint32_t T = h->age[i], tx = h->last[i], k = h->before[i];
    double gap = ages->log1p[T] - ages->log1p[tx], iT = ages->inverse[T], itx = ages->inverse[tx];
    double delta = start[k] + shape * gap;
    double e = exp(-fabs(delta)), dead = (delta > 0 ? 1 : e) / (1 + e), both = n * e / ((1 + e) * (1 + e));
    double dr = r * gap, dal = shape * (iT - itx), db = slope[k];
    value += n * ((delta > 0 ? delta : 0) + log1p(e));
    dead *= n;
    gr += dead * dr; gal += dead * dal; ga += dead; gb += dead * db;
    hrr += dead * dr + both * dr * dr;
    hral += dead * r * (iT - itx) + both * dr * dal;
    hra += both * dr; hrb += both * dr * db;
    halal += dead * shape * (iT * (1 - iT) - itx * (1 - itx)) + both * dal * dal;
    hala += both * dal; halb += both * dal * db;
    haa += both; hab += both * db;
    hbb += dead * (db + db * db) + both * db * db;
  }
  *out = (Evaluation){value, {gr, gal, ga, gb}, {hrr, hral, hra, hrb, halal, hala, halb, haa, hab, hbb}};
}

int main(int argc, char **argv) {
  if (argc != 7) { fprintf(stderr, "usage: bg_nbd FOLDER REPETITIONS R ALPHA A B\n"); return 2; }
  size_t n;
  double *x = read_column(argv[1], "frequency", &n), *tx = read_column(argv[1], "recency", &n);
  double *T = read_column(argv[1], "T", &n), *count = read_column(argv[1], "count", &n);

  Ages ages = {0, malloc(2 * n * sizeof(double)), NULL, NULL};
  memcpy(ages.at, T, n * sizeof(double));
  memcpy(ages.at + n, tx, n * sizeof(double));
  qsort(ages.at, 2 * n, sizeof(double), ascending);
  for (size_t i = 0; i < 2 * n; i++) if (i == 0 || ages.at[i] != ages.at[ages.n - 1]) ages.at[ages.n++] = ages.at[i];
  ages.log1p = malloc(ages.n * sizeof(double));
  ages.inverse = malloc(ages.n * sizeof(double));

  double most = 0;
  for (size_t i = 0; i < n; i++) most = fmax(most, x[i]);
  double *above = calloc((size_t)most + 1, sizeof(double)), *weight = calloc(ages.n, sizeof(double)), *purchases = calloc(ages.n, sizeof(double));
  double *start = malloc(((size_t)most + 1) * sizeof(double)), *slope = malloc(((size_t)most + 1) * sizeof(double));
  Buyers buyers = {0, malloc(n * sizeof(double)), malloc(n * sizeof(double)), malloc(n * sizeof(uint32_t)), malloc(n * sizeof(uint32_t)), malloc(n * sizeof(uint32_t))};
  for (size_t i = 0; i < n; i++) {
    uint32_t row = row_of(&ages, T[i]);
    weight[row] += count[i];
    for (size_t k = 0; k < (size_t)x[i]; k++) above[k] += count[i];
    if (x[i] > 0) {
      purchases[row] += count[i] * x[i];
      size_t j = buyers.n++;
      buyers.x[j] = x[i]; buyers.count[j] = count[i];
      buyers.age[j] = row; buyers.last[j] = row_of(&ages, tx[i]);
      buyers.before[j] = (uint32_t)x[i] - 1;
    }
  }

  int repetitions = atoi(argv[2]);
  double *times = malloc((size_t)repetitions * sizeof(double));
  Evaluation out = {0};
  for (int i = 0; i < repetitions; i++) {
    double begin = seconds();
    evaluate(&buyers, &ages, weight, purchases, above, (size_t)most, start, slope, atof(argv[3]), atof(argv[4]), atof(argv[5]), atof(argv[6]), &out);
    times[i] = 1e9 * (seconds() - begin) / (double)n;
  }
  qsort(times, (size_t)repetitions, sizeof(double), ascending);
  printf("{\"histories\": %zu, \"min\": %.3f, \"median\": %.3f, \"value\": %.17g, \"gradient\": [%.17g, %.17g, %.17g, %.17g]", n, times[0],
         times[repetitions / 2], out.value, out.gradient[0], out.gradient[1], out.gradient[2], out.gradient[3]);
  printf(", \"hessian\": [");
  for (int i = 0; i < 10; i++) printf("%s%.17g", i ? ", " : "", out.hessian[i]);
  printf("]}\n");
  return 0;
}
