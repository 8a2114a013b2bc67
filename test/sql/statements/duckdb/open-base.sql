CREATE OR REPLACE TABLE "base_rows" AS SELECT CASE WHEN true THEN CAST("customer_id" AS VARCHAR) ELSE error('clv: unclear row') END AS customer_id, CAST("frequency" AS DOUBLE) + CAST('0' AS DOUBLE) AS "frequency", CAST("recency" AS DOUBLE) + CAST('0' AS DOUBLE) AS "recency", CAST("T" AS DOUBLE) + CAST('0' AS DOUBLE) AS "T", CAST("monetary_value" AS DOUBLE) + CAST('0' AS DOUBLE) AS "monetary_value", CASE WHEN "first_date" BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN ((CAST("first_date" AS DATE) - DATE '1970-01-01') * 86400000) ELSE error('clv: unclear row') END // 86400000 AS "first_date", CASE WHEN "last_date" BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN ((CAST("last_date" AS DATE) - DATE '1970-01-01') * 86400000) ELSE error('clv: unclear row') END // 86400000 AS "last_date"
FROM "base_table";

SELECT count(*) FILTER (WHERE NOT ((customer_id >= '0' AND customer_id < ':') OR (customer_id >= 'A' AND customer_id < 'N') OR (customer_id >= 'O' AND customer_id < 'U') OR (customer_id >= 'V' AND customer_id < '[') OR (customer_id >= 'a' AND customer_id < 'n') OR (customer_id >= 'o' AND customer_id < 'u') OR (customer_id >= 'v' AND customer_id < '{') OR NOT regexp_full_match(customer_id, '(?i)[\s\x{0B}\x{A0}\x{FEFF}\p{Z}]*(null|\(null\)|\\n|nan|-nan|<na>|na|n/a|#na|#n/a|none|nil|nat|undefined)?[\s\x{0B}\x{A0}\x{FEFF}\p{Z}]*'))) AS missing
FROM base_rows;

SELECT count(*) AS customers, any_value("first") AS "first", any_value("T") AS "T"
FROM (SELECT first_date * 86400000 AS "first", last_date * 86400000 AS "last", recency, "T"
FROM base_rows
LIMIT 1);

SELECT any_value("first") AS "first", any_value("last") AS "last", any_value(recency) AS recency
FROM (SELECT first_date * 86400000 AS "first", last_date * 86400000 AS "last", recency, "T"
FROM base_rows
WHERE recency > 0
LIMIT 1);

CREATE OR REPLACE TABLE "valid_histories" AS SELECT history, CAST(count(*) AS DOUBLE) AS count, count(monetary_value) AS valued, count(spent) AS valid, CAST(coalesce(sum(spent), 0) AS DOUBLE) AS spent
FROM (SELECT TRY_CAST((frequency * CAST('65536' AS DOUBLE) + active) * CAST('65536' AS DOUBLE) + observed - (abs("T" - observed * CAST('86400000' AS DOUBLE) / CAST('604800000' AS DOUBLE)) + abs(recency - active * CAST('86400000' AS DOUBLE) / CAST('604800000' AS DOUBLE)) + abs(frequency - floor(frequency)) + (abs(active) + abs(observed - active) + abs(CAST('65535' AS DOUBLE) - observed) + abs(frequency) + abs(CAST('2097150' AS DOUBLE) - frequency) - CAST('2162685' AS DOUBLE))) * CAST('1e+308' AS DOUBLE) * CAST('1e+308' AS DOUBLE) AS BIGINT) AS history, monetary_value, TRY_CAST(monetary_value * (frequency * CAST('1000000' AS DOUBLE)) AS UBIGINT) AS spent
FROM (SELECT *, CAST(last_date - first_date AS DOUBLE) AS active, CAST(19782 - first_date AS DOUBLE) AS observed
FROM base_rows))
GROUP BY history;

SELECT sum(count) AS customers, sum((history // 65536 // 65536) * count) AS repeat, max(history % 65536) AS longest, count(*) FILTER (WHERE history IS NULL OR ((history // 65536 // 65536) > 0) <> (history // 65536 % 65536 > 0) OR valued <> CASE WHEN (history // 65536 // 65536) > 0 THEN count ELSE 0 END OR valid <> valued) AS flaws
FROM valid_histories;

CREATE OR REPLACE VIEW base AS SELECT *, ((CAST(frequency AS BIGINT) * 65536 + ("last" - "first")) * 65536 + (19782 - "first")) AS history, round_even(monetary_value * (frequency * CAST('1000000' AS DOUBLE)), 0) AS spent
FROM (SELECT customer_id, frequency, recency, "T", monetary_value, first_date AS "first", last_date AS "last", rowid AS place
FROM base_rows);
