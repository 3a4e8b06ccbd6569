using System.Text;
using ActorStream.Types;

namespace ActorStream.Tests.Fuzz;

/// <summary>Values at and beyond the edges of every type.</summary>
internal static class HostileArguments
{
    private static readonly string[] Texts =
    [
        "", " ", "a", "\0", "é", "😀", "\uFFFD", "NaN", "-Infinity", "1e999999999", "-", "--1", "0x7F", "true", "null", "🇩🇪👨‍👩‍👧",
        new('9', 400), new('x', 5000), "2024-02-30", "2024-02-29 23:59:60", "9999-12-31 23:59:59.999999999", "0000-00-00", "-0001-01-01",
        "+1705471-09-27", "24:00:00", "yyyy-MM-dd'", "yyyyyyyyyyyyyyyyyyyy", "[[[", "GGGGGG", "nnnnnnnnnn", "Asia/Shanghai", "Mars/Base",
        "GMT+99:99", "+25:00", "$", "$.", "$.a", "$[", "$[*]", "$..", "$[99999999999]", "$[?(@.a)]", "$[?(", "lax $.a", "strict $.a.b",
        "{\"a\":1}", "{\"a\":\"\\uD800\"}", "{\"a\":{\"b\":[1,2,{\"c\":null}]}}", "[1,2", "{", "[]", "\"\\uDC00\"", "1E400", "%", "%s%d%q",
        "%1$s%2$s%9$s", "%-05d", "%,.3f", "%99999999999d", "(", ")", "[a", "a{2,1}", "(?<x>a)\\k<y>", "\\", "(a+)+$", "[[:x:]]", "*", "a|",
        "\\p{Nope}", "(?i)[^a&&b]", "http://[::1", "http://u:p@h:99999/p?q=1#f", "//", "%zz", "%E4%BD", "a=1,b=2,=", ",,,", "YEAR", "ISO",
        "SHA-512", "MD5", "0", "-1", "2147483647", "9223372036854775808", "UTF-8", "UTF-16", "utf-99", "HOST", "BOTH", "ÄÖÜß", "İı",
    ];

    private static readonly byte[][] Broken =
        [[0xED, 0xA0, 0x80], [0xFF], [0xE2, 0x82], [0xC0, 0x80], [(byte)'a', 0xF4, 0x90, 0x80, 0x80], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]];

    /// <summary>The texts, lone surrogates among them.</summary>
    public static IEnumerable<string> AllTexts => [.. Texts, "\uD800", "$.\uD800", "a\uDC00b", "[\uD83D]"];

    /// <summary>The types that the values are of.</summary>
    public static IReadOnlyList<DataType> Types { get; } =
    [
        DataType.Boolean, DataType.TinyInt, DataType.SmallInt, DataType.Int, DataType.BigInt, DataType.Float, DataType.Double,
        DataType.Decimal(10, 2), DataType.Decimal(38, 0), DataType.Decimal(38, 38), DataType.String, DataType.Char(3), DataType.Bytes,
        DataType.Date, DataType.Time(0), DataType.Timestamp(3), DataType.Timestamp(9), DataType.TimestampLtz(3), DataType.TimestampLtz(9),
        DataType.IntervalYearMonth, DataType.IntervalDayTime, DataType.Array(DataType.Int), DataType.Array(DataType.String),
        DataType.Array(DataType.Double), DataType.Map(DataType.String, DataType.Int), DataType.Map(DataType.Int, DataType.Timestamp(3)),
        DataType.Row(["a", "b"], [DataType.Date, DataType.String]),
        DataType.Array(DataType.Row(["k", "v"], [DataType.Int, DataType.Double])),
    ];

    /// <summary>A column of values drawn from the edges, some NULL.</summary>
    public static Column Column(DataType type, int count, Random random)
    {
        ColumnBuilder builder = ColumnBuilder.Create(type);
        for (int i = 0; i < count; i++) Append(builder, type, random, depth: 0);
        return builder.Build();
    }

    private static void Append(ColumnBuilder builder, DataType type, Random random, int depth)
    {
        if (random.Next(8) == 0)
        {
            builder.AppendNull();
            return;
        }
        switch (builder)
        {
            case FixedColumnBuilder<bool> b: b.Append(random.Next(2) == 0); break;
            case FixedColumnBuilder<sbyte> b: b.Append(Pick<sbyte>(random, sbyte.MinValue, sbyte.MaxValue, 0, 1, -1)); break;
            case FixedColumnBuilder<short> b: b.Append(Pick<short>(random, short.MinValue, short.MaxValue, 0, 1, -1)); break;
            case FixedColumnBuilder<int> b when type.Root == TypeRoot.Time: b.Append(Pick(random, 0, 86_399_999, 1)); break;
            case FixedColumnBuilder<int> b:
                b.Append(Pick(random, int.MinValue, int.MaxValue, 0, 1, -1, 7, 100, 2_000_000, -719_529, 2_932_897));
                break;
            case FixedColumnBuilder<long> b when type.Root == TypeRoot.Decimal:
                b.Append(Pick(random, 9_999_999_999, -9_999_999_999, 0, 1));
                break;
            case FixedColumnBuilder<long> b:
                b.Append(Pick(random, long.MinValue, long.MaxValue, 0, 1, -1, -62_135_596_800_000_001, 253_402_300_800_000_000, 1L << 53));
                break;
            case FixedColumnBuilder<Int128> b when type.Root == TypeRoot.Decimal:
                b.Append(Pick(random, Digits(38), -Digits(38), 0, 1));
                break;
            case FixedColumnBuilder<Int128> b:
                b.Append(Pick(random, (Int128)long.MinValue * 1000, (Int128)long.MaxValue * 1000 + 999, 0, 1, -1));
                break;
            case FixedColumnBuilder<float> b:
                b.Append(Pick(random, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.MaxValue, float.Epsilon, 1.5f));
                break;
            case FixedColumnBuilder<double> b:
                b.Append(Pick(random, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0d, double.MaxValue,
                    double.Epsilon, 2.5));
                break;
            case BytesColumnBuilder b:
                if (random.Next(8) == 0) b.Append(Pick(random, Broken));
                else b.Append(Encoding.UTF8.GetBytes(Pick(random, Texts)));
                break;
            case ListColumnBuilder b:
                for (int i = random.Next(4); i > 0; i--) Append(b.Elements, type.Children[0], random, depth + 1);
                b.EndRow();
                break;
            case MapColumnBuilder b:
                for (int i = random.Next(3); i > 0; i--)
                {
                    Append(b.Keys, type.Children[0], random, depth + 1);
                    Append(b.Values, type.Children[1], random, depth + 1);
                }
                b.EndRow();
                break;
            case RowColumnBuilder b:
                for (int i = 0; i < type.Children.Count; i++) Append(b.Fields[i], type.Children[i], random, depth + 1);
                b.EndRow();
                break;
            default: throw new ArgumentException(builder.GetType().Name);
        }
    }

    private static Int128 Digits(int count)
    {
        Int128 value = 0;
        for (int i = 0; i < count; i++) value = value * 10 + 9;
        return value;
    }

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}
