SELECT count, CAST("frequency" AS DOUBLE), CAST("recency" AS DOUBLE), CAST("T" AS DOUBLE), spent
FROM (SELECT "frequency", "recency", "T", CAST(count(*) AS DOUBLE) AS count, CAST(coalesce(sum(spent), 0) AS DOUBLE) AS spent
FROM base
GROUP BY "frequency", "recency", "T")
ORDER BY "frequency", "recency", "T";

SELECT frequency, monetary_value, CAST(count(*) AS DOUBLE) AS count
FROM base
WHERE frequency > 0 AND monetary_value > 0
GROUP BY frequency, monetary_value
ORDER BY frequency, monetary_value;
