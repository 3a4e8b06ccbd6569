-- unordered
SELECT TYPEOF(-(5)), TYPEOF(-(-128)), -(-32768);
