SELECT s SIMILAR TO 'a(b|c)', s SIMILAR TO 'a_', s SIMILAR TO '%(b|z)%', s SIMILAR TO '[a-c]+', s SIMILAR TO 'a.', s NOT SIMILAR TO 'a%' FROM (VALUES ('ab'), ('ac'), ('ad'), ('xyz')) AS t(s);
