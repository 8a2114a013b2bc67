SELECT COALESCE(CAST(second_start - first_start AS DOUBLE), CAST('-1' AS DOUBLE)) AS days
FROM (SELECT customer_id, first_start, min(CASE WHEN start > first_start THEN start END) AS second_start
FROM (SELECT customer, start, CAST(count(*) AS INTEGER) AS n, sum(value) AS net
FROM (SELECT customer, CAST(floor(instant / CAST('86400000' AS DOUBLE)) AS INTEGER) AS start, value
FROM (SELECT *
FROM "transactions"))
GROUP BY customer, start) g JOIN (SELECT customer_id, "first" AS first_start
FROM base) b ON g.customer = b.customer_id
GROUP BY customer_id, first_start) s
ORDER BY customer_id;
