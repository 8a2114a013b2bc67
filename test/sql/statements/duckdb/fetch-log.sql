SELECT CAST(count(*) FILTER (WHERE value >= CAST('0' AS DOUBLE)) AS DOUBLE) AS n
FROM (SELECT *
FROM "transactions")
GROUP BY customer
ORDER BY customer;

SELECT CAST(instant AS DOUBLE) AS instant, value
FROM (SELECT *
FROM "transactions")
WHERE value >= CAST('0' AS DOUBLE)
ORDER BY customer, instant;
