SELECT frequency, recency, "T", coalesce(monetary_value, CAST('NaN' AS DOUBLE)), CAST(first AS DOUBLE) * 86400000, CAST(last AS DOUBLE) * 86400000, frequency_holdout, coalesce(monetary_value_holdout, CAST('NaN' AS DOUBLE))
FROM base
ORDER BY customer_id;

SELECT customer_id
FROM base
ORDER BY customer_id;
