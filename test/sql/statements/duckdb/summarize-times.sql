SET preserve_insertion_order = false;

CREATE OR REPLACE TABLE "rfm" AS SELECT customer, CAST(count(*) AS INTEGER) AS purchases, min(start) AS first, max(start) AS last, CAST(coalesce(sum(n), 0) AS INTEGER) AS kept, max(moment) AS moment, coalesce(sum(net) - arg_min(net, start), CAST('0' AS DOUBLE)) AS total, coalesce(sum(net), CAST('0' AS DOUBLE)) AS bound, CAST(coalesce(sum(net) FILTER (WHERE n > 1), 0) AS DOUBLE) AS merged_worth
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, max(instant) AS moment, sum(value) AS net
FROM (SELECT customer, (CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) - ((CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) - -3) % 7 + 7) % 7) AS start, value, instant
FROM (SELECT customer, instant, CASE WHEN round(amount * CAST('1000000' AS DOUBLE)) BETWEEN CAST('5000' AS DOUBLE) AND CAST('9007199254740991' AS DOUBLE) THEN round(amount * CAST('1000000' AS DOUBLE)) ELSE error('clv: unclear row') END AS value
FROM (SELECT customer, instant, (operand0 * operand1) AS amount
FROM (SELECT CASE WHEN CAST("customer" AS VARCHAR) <> '' THEN CAST("customer" AS VARCHAR) ELSE error('clv: unclear row') END AS customer, CASE WHEN "clock" BETWEEN TIMESTAMP '0001-01-01 00:00:00' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN ((epoch_us(CAST("clock" AS TIMESTAMP)) + 62135596800000000) // 1000 - 62135596800000000 // 1000) ELSE error('clv: unclear row') END AS instant, CASE WHEN "price" IS NOT NULL THEN CAST(CAST("price" AS VARCHAR) AS DOUBLE) ELSE error('clv: unclear row') END AS operand0, CASE WHEN isfinite(CAST("rate" AS DOUBLE)) THEN CAST("rate" AS DOUBLE) ELSE error('clv: unclear row') END AS operand1
FROM "typed_log"))))
GROUP BY customer, start)
GROUP BY customer;

SET preserve_insertion_order = true;

SELECT CAST(count(*) FILTER (WHERE purchases > 0) AS DOUBLE) AS "customers", CAST(CAST(coalesce(sum(purchases - 1) FILTER (WHERE purchases > 0), 0) AS BIGINT) AS DOUBLE) AS "frequency", CAST(CAST(coalesce(sum(kept), 0) AS BIGINT) AS DOUBLE) AS "kept", CAST(CAST(coalesce(sum(purchases) FILTER (WHERE purchases > 0), 0) AS BIGINT) AS DOUBLE) AS "used", CAST(CAST(coalesce(sum(kept) FILTER (WHERE purchases = 0), 0) AS BIGINT) AS DOUBLE) AS "newInHoldout", CAST(0 AS DOUBLE) AS "newCustomers", CAST(0 AS DOUBLE) AS "withoutPurchase", CAST(0 AS DOUBLE) AS "zeroValued", CAST(0 AS DOUBLE) AS "cancelled", CAST(0 AS DOUBLE) AS "cancelledGrains", CAST(0 AS DOUBLE) AS "returned", CAST(0 AS DOUBLE) AS "zeros", CAST(0 AS DOUBLE) AS "valueBefore", CAST(0 AS DOUBLE) AS "valueAfter", CAST(0 AS DOUBLE) AS "valueDropped", CAST(coalesce(sum(CAST(bound AS BIGINT)) FILTER (WHERE purchases > 0), 0) AS DOUBLE) AS "valueUsed", CAST(coalesce(sum(CAST(merged_worth AS BIGINT)) FILTER (WHERE purchases > 0), 0) AS DOUBLE) AS "valueMerged", CAST(0 AS DOUBLE) AS "valueNew", CAST(0 AS DOUBLE) AS "valueReturned", CAST(0 AS DOUBLE) AS "returnsUnused", CAST(0 AS DOUBLE) AS "returningAll", CAST(0 AS DOUBLE) AS "before", CAST(0 AS DOUBLE) AS "after", CAST(0 AS DOUBLE) AS "dropped", CAST(min(first) AS DOUBLE) AS "first", CAST(max(last) AS DOUBLE) AS "latest", CAST(max(moment) AS DOUBLE) AS "moment", CAST(max(bound) AS DOUBLE) AS "bound"
FROM "rfm";

CREATE OR REPLACE VIEW base AS SELECT customer AS customer_id, CAST(purchases - 1 AS DOUBLE) AS frequency, CAST(last - first AS DOUBLE) * CAST('86400000' AS DOUBLE) / CAST('604800000' AS DOUBLE) AS recency, CAST(19772 - first AS DOUBLE) * CAST('86400000' AS DOUBLE) / CAST('604800000' AS DOUBLE) AS "T", CASE WHEN (purchases - 1) > 0 THEN total / ((purchases - 1) * CAST('1000000' AS DOUBLE)) END AS monetary_value, CAST(total AS BIGINT) AS spent, first, last, ((CAST(purchases - 1 AS BIGINT) * 50 + ("last" - "first")) * 50 + (19772 - "first")) AS history, rowid AS place
FROM "rfm"
WHERE purchases > 0;

SELECT CAST(coalesce(sum(n - 1), 0) AS DOUBLE) AS rows, CAST(coalesce(sum(n - 1) FILTER (WHERE least > 1), 0) AS DOUBLE) AS orders
FROM (SELECT n, 1 AS least
FROM (SELECT f0, f1, f2, f3, f4, f5, count(*) AS n
FROM (SELECT "customer" AS f0, "day" AS f1, "clock" AS f2, "moment" AS f3, "price" AS f4, "rate" AS f5
FROM "typed_log")
GROUP BY f0, f1, f2, f3, f4, f5));

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
