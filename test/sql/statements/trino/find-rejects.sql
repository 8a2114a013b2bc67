SELECT part, CAST(count(*) AS VARCHAR)
FROM (SELECT customer, date, number, part
FROM (SELECT coalesce(CAST("customer" AS VARCHAR), '') AS customer, coalesce(CAST("day" AS VARCHAR), '') AS date, coalesce(CAST("price" AS VARCHAR), '') AS number, CASE WHEN TRY(CASE WHEN CAST("customer" AS VARCHAR) <> '' THEN CAST("customer" AS VARCHAR) ELSE NULL END) IS NULL THEN 'customer' WHEN TRY(CASE WHEN "day" BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN (date_diff('day', DATE '1970-01-01', "day") * 86400000) ELSE NULL END) IS NULL THEN 'date' WHEN TRY(CASE WHEN "price" IS NOT NULL THEN CAST(CAST("price" AS VARCHAR) AS DOUBLE) ELSE NULL END) IS NULL THEN 'value' END AS part
FROM "typed_log")
WHERE part IS NOT NULL)
GROUP BY part
ORDER BY part;

SELECT part, CAST(count(*) AS VARCHAR)
FROM (SELECT customer, date, number, part
FROM (SELECT coalesce(CAST("customer" AS VARCHAR), '') AS customer, coalesce(CAST("date" AS VARCHAR), '') AS date, coalesce(CAST("amount" AS VARCHAR), '') AS number, CASE WHEN TRY(CASE WHEN (("customer" >= '0' AND "customer" < ':') OR ("customer" >= 'A' AND "customer" < 'N') OR ("customer" >= 'O' AND "customer" < 'U') OR ("customer" >= 'V' AND "customer" < '[') OR ("customer" >= 'a' AND "customer" < 'n') OR ("customer" >= 'o' AND "customer" < 'u') OR ("customer" >= 'v' AND "customer" < '{') OR NOT regexp_like("customer", '\A(?:(?i)[\s\x{0B}\x{A0}\x{FEFF}\p{Z}]*(null|\(null\)|\\n|nan|-nan|<na>|na|n/a|#na|#n/a|none|nil|nat|undefined)?[\s\x{0B}\x{A0}\x{FEFF}\p{Z}]*)\z')) THEN "customer" ELSE NULL END) IS NULL THEN 'customer' WHEN TRY(CASE WHEN regexp_like("date", '\A(?:[1-9][0-9]{3}-[0-9][0-9]-[0-9][0-9])\z') THEN (date_diff('day', DATE '1970-01-01', CAST("date" AS DATE)) * 86400000) WHEN regexp_like("date", '\A(?:[1-9][0-9]{3}-[0-9][0-9]-[0-9][0-9][ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?)\z') THEN date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00.000 UTC', CAST(replace(substr("date", 1, 23), 'T', ' ') AS TIMESTAMP(6) WITH TIME ZONE)) WHEN regexp_like("date", '\A(?:(19[7-9][0-9]|[2-8][0-9]{3})-[0-9][0-9]-[0-9][0-9][ T]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3])(:[0-5][0-9])?))\z') THEN date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00.000 UTC', CAST(replace("date", 'T', ' ') AS TIMESTAMP(6) WITH TIME ZONE)) WHEN regexp_like("date", '\A(?:[1-9][0-9]{3}[0-9]{4})\z') THEN (date_diff('day', DATE '1970-01-01', CAST(format('%04d-%02d-%02d', CAST(substr("date", 1, 4) AS INTEGER), CAST(substr("date", 5, 2) AS INTEGER), CAST(substr("date", 7, 2) AS INTEGER)) AS DATE)) * 86400000) ELSE NULL END) IS NULL THEN 'date' WHEN TRY(CASE WHEN regexp_like("amount", '\A(?:[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?)\z') THEN CAST("amount" AS DOUBLE) ELSE NULL END) IS NULL THEN 'value' END AS part
FROM "text_log")
WHERE part IS NOT NULL)
GROUP BY part
ORDER BY part;
