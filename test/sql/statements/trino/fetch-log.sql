SELECT CAST(count(*) FILTER (WHERE true) AS DOUBLE) AS n
FROM (SELECT *
FROM "transactions")
GROUP BY customer
ORDER BY customer;

SELECT CAST(instant AS DOUBLE) AS instant, value
FROM (SELECT *
FROM "transactions")
WHERE true
ORDER BY customer, instant;
