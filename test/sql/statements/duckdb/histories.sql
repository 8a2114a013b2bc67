SELECT count, CAST("history" AS DOUBLE), spent
FROM (SELECT "history", CAST(count(*) AS DOUBLE) AS count, CAST(coalesce(sum(spent), 0) AS DOUBLE) AS spent
FROM base
GROUP BY "history")
ORDER BY "history";

SELECT frequency, monetary_value, CAST(count(*) AS DOUBLE) AS count
FROM base
WHERE frequency > 0 AND monetary_value > 0
GROUP BY frequency, monetary_value
ORDER BY frequency, monetary_value;
