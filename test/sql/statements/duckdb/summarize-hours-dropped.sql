SET preserve_insertion_order = false;

CREATE OR REPLACE TABLE "rfm" AS SELECT customer, CAST(count(*) AS INTEGER) AS purchases, min(start) AS first, max(start) AS last, CAST(coalesce(sum(n), 0) AS INTEGER) AS kept, coalesce(sum(net) - arg_min(net, start), CAST('0' AS DOUBLE)) AS total, coalesce(sum(net), CAST('0' AS DOUBLE)) AS bound, CAST(coalesce(sum(net) FILTER (WHERE n > 1), 0) AS DOUBLE) AS merged_worth
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, (instant - (instant - CAST(floor(instant / CAST('3600000' AS DOUBLE)) AS BIGINT) * 3600000)) AS start, value
FROM (SELECT customer, instant, CASE WHEN round(amount * CAST('1000000' AS DOUBLE)) BETWEEN CAST('5000' AS DOUBLE) AND CAST('9007199254740991' AS DOUBLE) THEN round(amount * CAST('1000000' AS DOUBLE)) ELSE error('clv: unclear row') END AS value
FROM (SELECT customer, instant, (operand0 - CAST('5' AS DOUBLE)) AS amount
FROM (SELECT CASE WHEN "customer" <> '' THEN "customer" ELSE error('clv: unclear row') END AS customer, CASE WHEN regexp_full_match("date", '[1-9]\d{3}-\d\d-\d\d') THEN (CAST(CAST("date" AS DATE) - DATE '1970-01-01' AS BIGINT) * 86400000) WHEN regexp_full_match("date", '[1-9]\d{3}-\d\d-\d\d[ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?') THEN epoch_ms(CAST(left("date", 23) AS TIMESTAMPTZ)) WHEN regexp_full_match("date", '(19[7-9]\d|[2-8]\d{3})-\d\d-\d\d[ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3])(:[0-5]\d)?)') THEN epoch_ms(CAST("date" AS TIMESTAMPTZ)) WHEN regexp_full_match("date", '[1-9]\d{3}\d{4}') THEN (CAST(make_date(CAST(substr("date", 1, 4) AS INTEGER), CAST(substr("date", 5, 2) AS INTEGER), CAST(substr("date", 7, 2) AS INTEGER)) - DATE '1970-01-01' AS BIGINT) * 86400000) ELSE error('clv: unclear row') END AS instant, CASE WHEN "amount" >= '0' AND "amount" < ':' AND NOT contains("amount", '_') THEN CAST("amount" AS DOUBLE) ELSE error('clv: unclear row') END AS operand0
FROM "text_log"))))
GROUP BY customer, start)
GROUP BY customer;

SET preserve_insertion_order = true;

SET preserve_insertion_order = false;

CREATE OR REPLACE TABLE "rfm" AS SELECT customer, CAST(count(*) FILTER (WHERE start >= -2000000000000000 AND NOT (net <= CAST('0' AS DOUBLE) AND below < CAST('0' AS DOUBLE))) AS INTEGER) AS purchases, min(start) FILTER (WHERE start >= -2000000000000000 AND NOT (net <= CAST('0' AS DOUBLE) AND below < CAST('0' AS DOUBLE))) AS first, max(start) FILTER (WHERE start >= -2000000000000000 AND NOT (net <= CAST('0' AS DOUBLE) AND below < CAST('0' AS DOUBLE))) AS last, CAST(coalesce(sum(n) FILTER (WHERE start >= -2000000000000000 AND NOT (net <= CAST('0' AS DOUBLE) AND below < CAST('0' AS DOUBLE))), 0) AS INTEGER) AS kept, max(start) FILTER (WHERE start >= -2000000000000000) AS latest, coalesce(sum(net) FILTER (WHERE start >= -2000000000000000 AND NOT (net <= CAST('0' AS DOUBLE) AND below < CAST('0' AS DOUBLE))) - arg_min(net, start) FILTER (WHERE start >= -2000000000000000 AND NOT (net <= CAST('0' AS DOUBLE) AND below < CAST('0' AS DOUBLE))), CAST('0' AS DOUBLE)) AS total, coalesce(sum(net - 2 * below) FILTER (WHERE start >= -2000000000000000), CAST('0' AS DOUBLE)) AS bound, CAST(coalesce(sum(net) FILTER (WHERE start >= -2000000000000000 AND NOT (net <= CAST('0' AS DOUBLE) AND below < CAST('0' AS DOUBLE)) AND n > 1), 0) AS DOUBLE) AS merged_worth, CAST(coalesce(sum(net) FILTER (WHERE start = -2000000001000000), 0) AS DOUBLE) AS dropped_worth, CAST(coalesce(sum(n) FILTER (WHERE start >= -2000000000000000 AND (net <= CAST('0' AS DOUBLE) AND below < CAST('0' AS DOUBLE))), 0) AS INTEGER) AS cancelled, CAST(count(*) FILTER (WHERE start >= -2000000000000000 AND (net <= CAST('0' AS DOUBLE) AND below < CAST('0' AS DOUBLE))) AS INTEGER) AS cancelled_grains, CAST(count(*) FILTER (WHERE start >= -2000000000000000 AND NOT (net <= CAST('0' AS DOUBLE) AND below < CAST('0' AS DOUBLE)) AND net = CAST('0' AS DOUBLE)) AS INTEGER) AS zero_valued, CAST(coalesce(sum(net) FILTER (WHERE start >= -2000000000000000), 0) AS DOUBLE) AS worth, CAST(coalesce(sum(net) FILTER (WHERE start >= -2000000000000000 AND NOT (net <= CAST('0' AS DOUBLE) AND below < CAST('0' AS DOUBLE))), 0) AS DOUBLE) AS kept_worth, CAST(coalesce(sum(below), 0) AS DOUBLE) AS below, CAST(coalesce(sum(returned), 0) AS INTEGER) AS returned, CAST(coalesce(sum(zeros), 0) AS INTEGER) AS zeros, CAST(coalesce(sum(n) FILTER (WHERE start = -2000000001000000), 0) AS INTEGER) AS dropped
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net, sum(least(value, CAST('0' AS DOUBLE))) AS below, CAST(count(*) FILTER (WHERE value < CAST('0' AS DOUBLE)) AS INTEGER) AS returned, CAST(count(*) FILTER (WHERE value = CAST('0' AS DOUBLE)) AS INTEGER) AS zeros
FROM (SELECT customer, CASE WHEN value < CAST('0' AS DOUBLE) THEN -2000000001000000 ELSE (instant - (instant - CAST(floor(instant / CAST('3600000' AS DOUBLE)) AS BIGINT) * 3600000)) END AS start, value
FROM (SELECT customer, instant, CASE WHEN NOT (round(abs(amount) * CAST('1000000' AS DOUBLE)) <= CAST('9007199254740991' AS DOUBLE)) OR abs(round(abs(amount) * CAST('1000000' AS DOUBLE)) - abs(amount) * CAST('1000000' AS DOUBLE)) > CAST('0.0001' AS DOUBLE) * (abs(amount) * CAST('1000000' AS DOUBLE)) THEN error('clv: unclear row') WHEN amount < CAST('0' AS DOUBLE) THEN CAST('0' AS DOUBLE) - round((-amount) * CAST('1000000' AS DOUBLE)) ELSE round(amount * CAST('1000000' AS DOUBLE)) + CAST('0' AS DOUBLE) END AS value
FROM (SELECT customer, instant, (operand0 - CAST('5' AS DOUBLE)) AS amount
FROM (SELECT CASE WHEN "customer" <> '' THEN "customer" ELSE error('clv: unclear row') END AS customer, CASE WHEN regexp_full_match("date", '[1-9]\d{3}-\d\d-\d\d') THEN (CAST(CAST("date" AS DATE) - DATE '1970-01-01' AS BIGINT) * 86400000) WHEN regexp_full_match("date", '[1-9]\d{3}-\d\d-\d\d[ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?') THEN epoch_ms(CAST(left("date", 23) AS TIMESTAMPTZ)) WHEN regexp_full_match("date", '(19[7-9]\d|[2-8]\d{3})-\d\d-\d\d[ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3])(:[0-5]\d)?)') THEN epoch_ms(CAST("date" AS TIMESTAMPTZ)) WHEN regexp_full_match("date", '[1-9]\d{3}\d{4}') THEN (CAST(make_date(CAST(substr("date", 1, 4) AS INTEGER), CAST(substr("date", 5, 2) AS INTEGER), CAST(substr("date", 7, 2) AS INTEGER)) - DATE '1970-01-01' AS BIGINT) * 86400000) ELSE error('clv: unclear row') END AS instant, CASE WHEN regexp_full_match("amount", '[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?') THEN CAST("amount" AS DOUBLE) ELSE error('clv: unclear row') END AS operand0
FROM "text_log"))))
GROUP BY customer, start)
GROUP BY customer;

SET preserve_insertion_order = true;

SELECT CAST(count(*) FILTER (WHERE purchases > 0) AS DOUBLE) AS "customers", CAST(CAST(coalesce(sum(purchases - 1) FILTER (WHERE purchases > 0), 0) AS BIGINT) AS DOUBLE) AS "frequency", CAST(CAST(coalesce(sum(kept), 0) AS BIGINT) AS DOUBLE) AS "kept", CAST(CAST(coalesce(sum(purchases) FILTER (WHERE purchases > 0), 0) AS BIGINT) AS DOUBLE) AS "used", CAST(CAST(coalesce(sum(kept) FILTER (WHERE purchases = 0), 0) AS BIGINT) AS DOUBLE) AS "newInHoldout", CAST(0 AS DOUBLE) AS "newCustomers", CAST(count(*) FILTER (WHERE purchases = 0 AND cancelled > 0) AS DOUBLE) AS "withoutPurchase", CAST(CAST(coalesce(sum(zero_valued) FILTER (WHERE purchases > 0), 0) AS BIGINT) AS DOUBLE) AS "zeroValued", CAST(CAST(coalesce(sum(cancelled), 0) AS BIGINT) AS DOUBLE) AS "cancelled", CAST(CAST(coalesce(sum(cancelled_grains), 0) AS BIGINT) AS DOUBLE) AS "cancelledGrains", CAST(CAST(coalesce(sum(returned), 0) AS BIGINT) AS DOUBLE) AS "returned", CAST(CAST(coalesce(sum(zeros), 0) AS BIGINT) AS DOUBLE) AS "zeros", CAST(0 AS DOUBLE) AS "valueBefore", CAST(0 AS DOUBLE) AS "valueAfter", CAST(coalesce(sum(CAST(dropped_worth AS BIGINT)), 0) AS DOUBLE) AS "valueDropped", CAST(coalesce(sum(CAST(kept_worth AS BIGINT)) FILTER (WHERE purchases > 0), 0) AS DOUBLE) AS "valueUsed", CAST(coalesce(sum(CAST(merged_worth AS BIGINT)) FILTER (WHERE purchases > 0), 0) AS DOUBLE) AS "valueMerged", CAST(0 AS DOUBLE) AS "valueNew", CAST(coalesce(sum(CAST(below AS BIGINT)), 0) AS DOUBLE) AS "valueReturned", CAST(coalesce(sum(CAST(kept_worth - worth AS BIGINT)), 0) AS DOUBLE) AS "returnsUnused", CAST(count(*) FILTER (WHERE purchases > 0 AND worth <= 0 AND kept_worth > worth) AS DOUBLE) AS "returningAll", CAST(0 AS DOUBLE) AS "before", CAST(0 AS DOUBLE) AS "after", CAST(CAST(coalesce(sum(dropped), 0) AS BIGINT) AS DOUBLE) AS "dropped", CAST(min(first) AS DOUBLE) AS "first", CAST(max(latest) AS DOUBLE) AS "latest", CAST(NULL AS DOUBLE) AS "moment", CAST(max(bound) AS DOUBLE) AS "bound"
FROM "rfm";

CREATE OR REPLACE VIEW base AS SELECT customer AS customer_id, CAST(purchases - 1 AS DOUBLE) AS frequency, CAST(last - first AS DOUBLE) * CAST('1' AS DOUBLE) / CAST('604800000' AS DOUBLE) AS recency, CAST(1706832000000 - first AS DOUBLE) * CAST('1' AS DOUBLE) / CAST('604800000' AS DOUBLE) AS "T", CASE WHEN (purchases - 1) > 0 THEN total / ((purchases - 1) * CAST('1000000' AS DOUBLE)) END AS monetary_value, CAST(total AS BIGINT) AS spent, first, last, rowid AS place
FROM "rfm"
WHERE purchases > 0;

SELECT CAST(coalesce(sum(n - 1), 0) AS DOUBLE) AS rows, CAST(coalesce(sum(n - 1) FILTER (WHERE least > 1), 0) AS DOUBLE) AS orders
FROM (SELECT n, 1 AS least
FROM (SELECT f0, f1, f2, count(*) AS n
FROM (SELECT "customer" AS f0, "date" AS f1, "amount" AS f2
FROM "text_log")
GROUP BY f0, f1, f2));

SELECT day, CAST(count(*) AS DOUBLE) AS count
FROM (SELECT floor(CAST(start AS DOUBLE) * CAST('1' AS DOUBLE) / CAST('86400000' AS DOUBLE)) AS day
FROM (SELECT first AS start
FROM "rfm"
WHERE purchases > 0
UNION ALL SELECT latest
FROM "rfm"
WHERE latest IS NOT NULL))
GROUP BY day
ORDER BY day;
