namespace ActorStream;

/// <summary>The family of a SQL type, in Flink's terms.</summary>
public enum TypeRoot
{
    /// <summary>The type of the untyped NULL literal.</summary>
    Null,

    /// <summary>BOOLEAN.</summary>
    Boolean,

    /// <summary>TINYINT: 8 bits, signed.</summary>
    TinyInt,

    /// <summary>SMALLINT: 16 bits, signed.</summary>
    SmallInt,

    /// <summary>INT: 32 bits, signed.</summary>
    Int,

    /// <summary>BIGINT: 64 bits, signed.</summary>
    BigInt,

    /// <summary>FLOAT: IEEE 754, 32 bits.</summary>
    Float,

    /// <summary>DOUBLE: IEEE 754, 64 bits.</summary>
    Double,

    /// <summary>DECIMAL(precision 1–38, scale 0–precision).</summary>
    Decimal,

    /// <summary>CHAR(n), n in code points.</summary>
    Char,

    /// <summary>VARCHAR(n); STRING is VARCHAR(2147483647).</summary>
    VarChar,

    /// <summary>BINARY(n), n in bytes.</summary>
    Binary,

    /// <summary>VARBINARY(n); BYTES is VARBINARY(2147483647).</summary>
    VarBinary,

    /// <summary>DATE.</summary>
    Date,

    /// <summary>TIME(p).</summary>
    Time,

    /// <summary>TIMESTAMP(p) without time zone.</summary>
    Timestamp,

    /// <summary>TIMESTAMP_LTZ(p): an instant, shown in the session's time zone.</summary>
    TimestampLtz,

    /// <summary>INTERVAL of years and months.</summary>
    IntervalYearMonth,

    /// <summary>INTERVAL of days to fractional seconds.</summary>
    IntervalDayTime,

    /// <summary>ARRAY of an element type.</summary>
    Array,

    /// <summary>MAP of a key and a value type.</summary>
    Map,

    /// <summary>MULTISET of an element type.</summary>
    Multiset,

    /// <summary>ROW of named fields.</summary>
    Row,
}
