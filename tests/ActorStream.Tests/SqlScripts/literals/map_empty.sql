-- fail
SELECT MAP[];
