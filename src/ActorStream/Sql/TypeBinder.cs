using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>Type names to types.</summary>
internal static class TypeBinder
{
    public static DataType Bind(SqlTypeName name) => Resolve(name).WithNullable(!name.IsNotNull);

    private static DataType Resolve(SqlTypeName name) => name.Name switch
    {
        "BOOLEAN" => DataType.Boolean,
        "TINYINT" => DataType.TinyInt,
        "SMALLINT" => DataType.SmallInt,
        "INT" => DataType.Int,
        "BIGINT" => DataType.BigInt,
        "FLOAT" => DataType.Float,
        "DOUBLE" => DataType.Double,
        "DECIMAL" => Decimal(name),
        "STRING" => DataType.String,
        "BYTES" => DataType.Bytes,
        "CHAR" => DataType.Char(Length(name)),
        "VARCHAR" => name.Precision is null ? DataType.String : DataType.VarChar(Length(name)),
        "BINARY" => DataType.Binary(Length(name)),
        "VARBINARY" => name.Precision is null ? DataType.Bytes : DataType.VarBinary(Length(name)),
        "DATE" => DataType.Date,
        "TIME" => DataType.Time(0),
        "TIMESTAMP" => DataType.Timestamp(Fraction(name, 6)),
        "TIMESTAMP_LTZ" => DataType.TimestampLtz(Fraction(name, 6)),
        "INTERVAL" => name.Interval!.Start is "YEAR" or "QUARTER" or "MONTH" ? DataType.IntervalYearMonth : DataType.IntervalDayTime,
        "ARRAY" => DataType.Array(Bind(name.Arguments[0])),
        "MULTISET" => DataType.Multiset(Bind(name.Arguments[0])),
        "MAP" => DataType.Map(Bind(name.Arguments[0]), Bind(name.Arguments[1])),
        "ROW" => Row(name),
        _ => throw SqlException.Validation(name.Position, $"Type \"{name.Name}\" not found.", Suggestions.Hint(name.Name, Names)),
    };

    private static readonly string[] Names =
    [
        "BOOLEAN", "TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL", "STRING", "BYTES", "CHAR", "VARCHAR", "BINARY",
        "VARBINARY", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_LTZ", "ARRAY", "MULTISET", "MAP", "ROW", "INTERVAL",
    ];

    private static DataType Decimal(SqlTypeName name)
    {
        int precision = name.Precision ?? 10;
        int scale = name.Scale ?? 0;
        if (precision is < 1 || scale < 0)
        {
            throw SqlException.Validation(name.Position, $"DECIMAL({precision}, {scale}) needs a precision of 1 to 38.", null);
        }

        precision = Math.Min(precision, DataType.MaxDecimalPrecision);
        return scale <= precision
            ? DataType.Decimal(precision, scale)
            : throw SqlException.Validation(name.Position, $"DECIMAL({precision}, {scale}) has a scale above its precision.", null);
    }

    private static int Length(SqlTypeName name) => name.Precision switch
    {
        null => 1,
        0 => throw SqlException.Validation(name.Position, $"{name.Name}(0) needs a length of 1 or more.", null),
        int length => length,
    };

    /// <summary>Digits of a second's fraction; more than nine are nine, as in CAST(x AS TIMESTAMP(10)).</summary>
    private static int Fraction(SqlTypeName name, int none) => Math.Min(name.Precision ?? none, 9);

    private static DataType Row(SqlTypeName name)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (SqlTypeField field in name.Fields)
        {
            if (!seen.Add(field.Name))
            {
                throw SqlException.Validation(field.Position, $"Field \"{field.Name}\" stands twice in a ROW type.", null);
            }
        }

        return DataType.Row([.. name.Fields.Select(f => f.Name)], [.. name.Fields.Select(f => Bind(f.Type))]);
    }
}
