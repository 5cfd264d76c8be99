CREATE TABLE employer (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE job (id INTEGER PRIMARY KEY, title TEXT, employer INTEGER, town TEXT, kind TEXT, closes TEXT, pay TEXT, live INTEGER);
INSERT INTO employer VALUES (1, 'Old Boatyard'), (2, 'Tide Lab');
INSERT INTO job VALUES
  (11, 'Boat yard trainee', 1, 'Gloucester, MA 01930', 'Internship', '2027-03-01', '$17/hr', 1),
  (12, 'Shadow a shipwright', 1, 'Gloucester, MA 01930', 'Job Shadow', NULL, 'unpaid', 1),
  (13, 'Sensor summer', 2, 'Woods Hole, MA 02543', 'Internship', 'until filled', 'stipend $1,200', 1),
  (14, 'Last year''s posting', 2, 'Woods Hole, MA 02543', 'Internship', '2026-03-01', NULL, 0);
