SELECT CAST(coalesce(sum(n - 1), 0) AS DOUBLE) AS rows, CAST(coalesce(sum(n - 1) FILTER (WHERE least > 1), 0) AS DOUBLE) AS orders
FROM (SELECT n, min(n) OVER (PARTITION BY f0) AS least
FROM (SELECT f0, f1, f2, count(*) AS n
FROM (SELECT "customer" AS f0, "date" AS f1, "amount" AS f2
FROM "text_log")
GROUP BY f0, f1, f2));
