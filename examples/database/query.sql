-- One row a posting; the names after AS are the columns of map.toml.
SELECT job.id AS number,
       job.title,
       employer.name AS employer,
       'https://harbor-stem.example/jobs/' || job.id AS page,
       job.town,
       job.kind,
       job.closes AS deadline,
       job.pay
FROM job
JOIN employer ON employer.id = job.employer
WHERE job.live = 1
ORDER BY job.id
