using System.Globalization;

namespace ActorStream.Tests.Connectors.Jdbc;

/// <summary>Types from the texts of test cases.</summary>
internal static class JdbcTypes
{
    public static DataType Parse(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        int[] numbers = open < 0 ? [0, 0] : [.. text[(open + 1)..^1].Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        return (open < 0 ? text : text[..open]) switch
        {
            "BOOLEAN" => DataType.Boolean,
            "TINYINT" => DataType.TinyInt,
            "SMALLINT" => DataType.SmallInt,
            "INT" => DataType.Int,
            "BIGINT" => DataType.BigInt,
            "FLOAT" => DataType.Float,
            "DOUBLE" => DataType.Double,
            "DECIMAL" => DataType.Decimal(numbers[0], numbers[1]),
            "STRING" => DataType.String,
            "BYTES" => DataType.Bytes,
            "DATE" => DataType.Date,
            "TIME" => DataType.Time(numbers[0]),
            "TIMESTAMP" => DataType.Timestamp(numbers[0]),
            "TIMESTAMP_LTZ" => DataType.TimestampLtz(numbers[0]),
            "ARRAY<INT>" => DataType.Array(DataType.Int),
            _ => throw new ArgumentException(text),
        };
    }
}
