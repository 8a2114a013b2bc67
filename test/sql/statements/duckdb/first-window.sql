SELECT CAST(count(*) AS DOUBLE) AS orders, CAST(sum(CAST(net AS BIGINT)) AS DOUBLE) AS value, CASE WHEN min(born) + 30 <= 19774 THEN CAST('1' AS DOUBLE) ELSE CAST('0' AS DOUBLE) END AS lived
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))
GROUP BY customer, start) g JOIN (SELECT customer_id, first_start AS born
FROM (SELECT customer_id, "first" AS first_start
FROM base)) b ON g.customer = b.customer_id
WHERE start < born + 30
GROUP BY customer_id
ORDER BY customer_id;
