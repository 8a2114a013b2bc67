CREATE OR REPLACE TABLE "rfm" AS SELECT customer, CAST(count(*) AS INTEGER) AS purchases, min(start) AS first, max(start) AS last, CAST(coalesce(sum(n), 0) AS INTEGER) AS kept
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start
FROM (SELECT customer, instant
FROM (SELECT CASE WHEN CAST("customer" AS VARCHAR) <> '' THEN CAST("customer" AS VARCHAR) ELSE fail('clv: unclear row') END AS customer, CASE WHEN "moment" BETWEEN TIMESTAMP '0001-01-01 00:00:00 UTC' AND TIMESTAMP '9999-12-31 23:59:59.999999 UTC' THEN date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00.000 UTC', "moment") ELSE fail('clv: unclear row') END AS instant
FROM "typed_log")))
GROUP BY customer, start)
GROUP BY customer;

SELECT CAST(count(*) FILTER (WHERE purchases > 0) AS DOUBLE) AS "customers", CAST(CAST(coalesce(sum(purchases - 1) FILTER (WHERE purchases > 0), 0) AS BIGINT) AS DOUBLE) AS "frequency", CAST(CAST(coalesce(sum(kept), 0) AS BIGINT) AS DOUBLE) AS "kept", CAST(CAST(coalesce(sum(purchases) FILTER (WHERE purchases > 0), 0) AS BIGINT) AS DOUBLE) AS "used", CAST(CAST(coalesce(sum(kept) FILTER (WHERE purchases = 0), 0) AS BIGINT) AS DOUBLE) AS "newInHoldout", CAST(0 AS DOUBLE) AS "newCustomers", CAST(0 AS DOUBLE) AS "withoutPurchase", CAST(0 AS DOUBLE) AS "zeroValued", CAST(0 AS DOUBLE) AS "cancelled", CAST(0 AS DOUBLE) AS "cancelledGrains", CAST(0 AS DOUBLE) AS "returned", CAST(0 AS DOUBLE) AS "zeros", CAST(0 AS DOUBLE) AS "before", CAST(0 AS DOUBLE) AS "after", CAST(0 AS DOUBLE) AS "dropped", CAST(min(first) AS DOUBLE) AS "first", CAST(max(last) AS DOUBLE) AS "latest", CAST(NULL AS DOUBLE) AS "moment", CAST(0 AS DOUBLE) AS "bound"
FROM "rfm";

CREATE OR REPLACE VIEW base AS SELECT customer AS customer_id, CAST(purchases - 1 AS DOUBLE) AS frequency, CAST(last - first AS DOUBLE) * CAST('86400000' AS DOUBLE) / CAST('604800000' AS DOUBLE) AS recency, CAST(19773 - first AS DOUBLE) * CAST('86400000' AS DOUBLE) / CAST('604800000' AS DOUBLE) AS "T", first, last, ((CAST(purchases - 1 AS BIGINT) * 51 + ("last" - "first")) * 51 + (19773 - "first")) AS history, row_number() OVER (ORDER BY customer) AS place
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
