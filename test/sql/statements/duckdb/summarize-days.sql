SET preserve_insertion_order = false;

CREATE OR REPLACE TABLE "rfm" AS SELECT customer, CAST(count(*) AS INTEGER) AS purchases, min(start) AS first, max(start) AS last, CAST(coalesce(sum(n), 0) AS INTEGER) AS kept, coalesce(sum(net) - arg_min(net, start), CAST('0' AS DOUBLE)) AS total, coalesce(sum(net), CAST('0' AS DOUBLE)) AS bound, CAST(coalesce(sum(net) FILTER (WHERE n > 1), 0) AS DOUBLE) AS merged_worth
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT customer, instant, CASE WHEN round(amount * CAST('1000000' AS DOUBLE)) BETWEEN CAST('5000' AS DOUBLE) AND CAST('9007199254740991' AS DOUBLE) THEN round(amount * CAST('1000000' AS DOUBLE)) ELSE error('clv: unclear row') END AS value
FROM (SELECT customer, instant, operand0 AS amount
FROM (SELECT CASE WHEN (("customer" >= '0' AND "customer" < ':') OR ("customer" >= 'A' AND "customer" < 'N') OR ("customer" >= 'O' AND "customer" < 'U') OR ("customer" >= 'V' AND "customer" < '[') OR ("customer" >= 'a' AND "customer" < 'n') OR ("customer" >= 'o' AND "customer" < 'u') OR ("customer" >= 'v' AND "customer" < '{') OR NOT regexp_full_match("customer", '(?i)[\s\x{0B}\x{A0}\x{FEFF}\p{Z}]*(null|\(null\)|\\n|nan|-nan|<na>|na|n/a|#na|#n/a|none|nil|nat|undefined)?[\s\x{0B}\x{A0}\x{FEFF}\p{Z}]*')) THEN "customer" ELSE error('clv: unclear row') END AS customer, CASE WHEN regexp_full_match("date", '[1-9]\d{3}-\d\d-\d\d') THEN (CAST(CAST("date" AS DATE) - DATE '1970-01-01' AS BIGINT) * 86400000) WHEN regexp_full_match("date", '[1-9]\d{3}-\d\d-\d\d[ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?') THEN epoch_ms(CAST(left("date", 23) AS TIMESTAMPTZ)) WHEN regexp_full_match("date", '(19[7-9]\d|[2-8]\d{3})-\d\d-\d\d[ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3])(:[0-5]\d)?)') THEN epoch_ms(CAST("date" AS TIMESTAMPTZ)) WHEN regexp_full_match("date", '[1-9]\d{3}\d{4}') THEN (CAST(make_date(CAST(substr("date", 1, 4) AS INTEGER), CAST(substr("date", 5, 2) AS INTEGER), CAST(substr("date", 7, 2) AS INTEGER)) - DATE '1970-01-01' AS BIGINT) * 86400000) ELSE error('clv: unclear row') END AS instant, CASE WHEN "amount" >= '0' AND "amount" < ':' AND NOT contains("amount", '_') THEN CAST("amount" AS DOUBLE) ELSE error('clv: unclear row') END AS operand0
FROM "text_log"))))
GROUP BY customer, start)
GROUP BY customer;

SET preserve_insertion_order = true;

SELECT CAST(count(*) FILTER (WHERE purchases > 0) AS DOUBLE) AS "customers", CAST(CAST(coalesce(sum(purchases - 1) FILTER (WHERE purchases > 0), 0) AS BIGINT) AS DOUBLE) AS "frequency", CAST(CAST(coalesce(sum(kept), 0) AS BIGINT) AS DOUBLE) AS "kept", CAST(CAST(coalesce(sum(purchases) FILTER (WHERE purchases > 0), 0) AS BIGINT) AS DOUBLE) AS "used", CAST(CAST(coalesce(sum(kept) FILTER (WHERE purchases = 0), 0) AS BIGINT) AS DOUBLE) AS "newInHoldout", CAST(0 AS DOUBLE) AS "newCustomers", CAST(0 AS DOUBLE) AS "withoutPurchase", CAST(0 AS DOUBLE) AS "zeroValued", CAST(0 AS DOUBLE) AS "cancelled", CAST(0 AS DOUBLE) AS "cancelledGrains", CAST(0 AS DOUBLE) AS "returned", CAST(0 AS DOUBLE) AS "zeros", CAST(0 AS DOUBLE) AS "valueBefore", CAST(0 AS DOUBLE) AS "valueAfter", CAST(0 AS DOUBLE) AS "valueDropped", CAST(coalesce(sum(CAST(bound AS BIGINT)) FILTER (WHERE purchases > 0), 0) AS DOUBLE) AS "valueUsed", CAST(coalesce(sum(CAST(merged_worth AS BIGINT)) FILTER (WHERE purchases > 0), 0) AS DOUBLE) AS "valueMerged", CAST(0 AS DOUBLE) AS "valueNew", CAST(0 AS DOUBLE) AS "valueReturned", CAST(0 AS DOUBLE) AS "returnsUnused", CAST(0 AS DOUBLE) AS "returningAll", CAST(0 AS DOUBLE) AS "before", CAST(0 AS DOUBLE) AS "after", CAST(0 AS DOUBLE) AS "dropped", CAST(min(first) AS DOUBLE) AS "first", CAST(max(last) AS DOUBLE) AS "latest", CAST(NULL AS DOUBLE) AS "moment", CAST(max(bound) AS DOUBLE) AS "bound"
FROM "rfm";

CREATE OR REPLACE VIEW base AS SELECT customer AS customer_id, CAST(purchases - 1 AS DOUBLE) AS frequency, CAST(last - first AS DOUBLE) * CAST('86400000' AS DOUBLE) / CAST('604800000' AS DOUBLE) AS recency, CAST(19773 - first AS DOUBLE) * CAST('86400000' AS DOUBLE) / CAST('604800000' AS DOUBLE) AS "T", CASE WHEN (purchases - 1) > 0 THEN total / ((purchases - 1) * CAST('1000000' AS DOUBLE)) END AS monetary_value, CAST(total AS BIGINT) AS spent, first, last, ((CAST(purchases - 1 AS BIGINT) * 51 + ("last" - "first")) * 51 + (19773 - "first")) AS history, rowid AS place
FROM "rfm"
WHERE purchases > 0;

SELECT CAST(coalesce(sum(n - 1), 0) AS DOUBLE) AS rows, CAST(coalesce(sum(n - 1) FILTER (WHERE least > 1), 0) AS DOUBLE) AS orders
FROM (SELECT n, 1 AS least
FROM (SELECT f0, f1, f2, count(*) AS n
FROM (SELECT "customer" AS f0, "date" AS f1, "amount" AS f2
FROM "text_log")
GROUP BY f0, f1, f2));

SELECT day, CAST(count(*) AS DOUBLE) AS count
FROM (SELECT CAST(start AS DOUBLE) AS day
FROM (SELECT first AS start
FROM "rfm"
WHERE purchases > 0
UNION ALL SELECT last
FROM "rfm"
WHERE last IS NOT NULL))
GROUP BY day
ORDER BY day;
