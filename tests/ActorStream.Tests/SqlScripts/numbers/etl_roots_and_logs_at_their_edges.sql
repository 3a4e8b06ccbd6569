-- unordered
SELECT SQRT(-1), LN(0), LN(-1), LOG(0), LOG(1, 5), LOG(2, 8), LOG10(0), LOG2(8), ASIN(2),
    ACOS(1), ATAN2(0, -1), COT(0), POWER(0, 0), POWER(2, -1), POWER(-8, 0.333), EXP(1000),
    SINH(1), DEGREES(PI()), RADIANS(180), E();
