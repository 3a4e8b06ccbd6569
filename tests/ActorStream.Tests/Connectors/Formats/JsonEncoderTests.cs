using ActorStream.Types;

namespace ActorStream.Tests.Connectors.Formats;

public sealed class JsonEncoderTests
{
    [Fact]
    public void DecimalsAreStrippedUnlessTheyMustBePlain()
    {
        IReadOnlyList<Field> fields = Coded.Fields(
            ("a", DataType.Decimal(10, 2)), ("b", DataType.Decimal(10, 2)), ("c", DataType.Decimal(20, 9)), ("d", DataType.Decimal(10, 2)),
            ("e", DataType.Decimal(38, 18)), ("f", DataType.Decimal(10, 0)), ("g", DataType.Decimal(38, 10)));
        var batch = new Batch(
            [Of(110L), Of(10000L), Of((Int128)27), Of(0L), Of((Int128)0), Of(1000L), Of((Int128)(-125000000000L))], 1);
        Assert.Equal(["""{"a":1.1,"b":1E+2,"c":2.7E-8,"d":0,"e":0,"f":1E+3,"g":-12.5}"""], Coded.Encode("json", fields, "", batch));
        Assert.Equal(
            ["""{"a":1.10,"b":100.00,"c":0.000000027,"d":0.00,"e":0.000000000000000000,"f":1000,"g":-12.5000000000}"""],
            Coded.Encode("json", fields, "encode.decimal-as-plain-number=true", batch));
    }

    [Fact]
    public void TimesAreWrittenInTheStandard()
    {
        IReadOnlyList<Field> fields = Coded.Fields(
            ("a", DataType.Date), ("b", DataType.Time(0)), ("c", DataType.Timestamp(0)), ("d", DataType.Timestamp(3)),
            ("e", DataType.Timestamp(6)), ("f", DataType.TimestampLtz(3)));
        long second = 1709168523L * 1_000_000;
        var batch = new Batch([Of(19782), Of(3723456), Of(second), Of(second + 120_000), Of(second + 123_456), Of(1700000000123_000L)], 1);
        Assert.Equal(
            [
                """{"a":"2024-02-29","b":"01:02:03","c":"2024-02-29 01:02:03","d":"2024-02-29 01:02:03.12","""
                    + "\"e\":\"2024-02-29 01:02:03.123456\",\"f\":\"2023-11-14 22:13:20.123Z\"}",
            ],
            Coded.Encode("json", fields, "", batch));
        Assert.Equal(
            [
                """{"a":"2024-02-29","b":"01:02:03","c":"2024-02-29T01:02:03","d":"2024-02-29T01:02:03.12","""
                    + "\"e\":\"2024-02-29T01:02:03.123456\",\"f\":\"2023-11-14T22:13:20.123Z\"}",
            ],
            Coded.Encode("json", fields, "timestamp-format.standard=ISO-8601", batch));
    }

    [Theory]
    [InlineData(0, "1970-01-01", "00:00:00")]
    [InlineData(-1, "1969-12-31", "23:59:59.999999999")]
    [InlineData(1, "1970-01-01", "00:00:00.000000001")]
    [InlineData(123_456_700, "1970-01-01", "00:00:00.1234567")]
    [InlineData(120_000_000, "1970-01-01", "00:00:00.12")]
    [InlineData(59_000_000_010, "1970-01-01", "00:00:59.00000001")]
    public void NanosecondsAreWrittenWithoutZerosAtTheirEnd(long nanos, string date, string time)
    {
        IReadOnlyList<Field> fields = Coded.Fields(("a", DataType.Timestamp(9)), ("b", DataType.TimestampLtz(7)));
        var batch = new Batch([Of((Int128)nanos), Of((Int128)nanos)], 1);
        Assert.Equal([$$"""{"a":"{{date}} {{time}}","b":"{{date}} {{time}}Z"}"""], Coded.Encode("json", fields, "", batch));
        Assert.Equal([$$"""{"a":"{{date}}T{{time}}","b":"{{date}}T{{time}}Z"}"""],
            Coded.Encode("json", fields, "timestamp-format.standard=ISO-8601", batch));
        string csv = Coded.Encode("csv", fields, "", batch).Single().Replace("\"", "", StringComparison.Ordinal);
        Assert.Equal($"{date} {time},{date} {time}Z", csv);
        Assert.Equal([$"[{Java(nanos, false)}, {Java(nanos, true)}]"], Coded.Decode("csv", fields, "", csv));

        static string Java(long nanos, bool isInstant) => new NanoTimestamp(nanos, isInstant).ToString();
    }

    [Fact]
    public void TheLongestTimestampHasRoom()
    {
        Int128 last = DateTimeMath.ToNanos(long.MaxValue, 999);
        IReadOnlyList<Field> fields = Coded.Fields(("a", DataType.TimestampLtz(9)));
        Assert.Equal(["""{"a":"+294247-01-10 04:00:54.775807999Z"}"""], Coded.Encode("json", fields, "", new Batch([Of(last)], 1)));
    }

    [Fact]
    public void NumbersAreWrittenAsJavaWritesThem()
    {
        IReadOnlyList<Field> fields = Coded.Fields(
            ("a", DataType.TinyInt), ("b", DataType.BigInt), ("c", DataType.Double), ("d", DataType.Float), ("g", DataType.Boolean),
            ("h", DataType.Int));
        double[] doubles = [1.5, 1e10, 1e-5, 100, -0.0, 0.001, 9999999.5, 12345678, double.NaN, double.NegativeInfinity, 4.9e-324];
        string[] expected =
        [
            "1.5", "1.0E10", "1.0E-5", "100.0", "-0.0", "0.001", "9999999.5", "1.2345678E7", "\"NaN\"", "\"-Infinity\"", "4.9E-324",
        ];
        for (int i = 0; i < doubles.Length; i++)
        {
            var batch = new Batch([Of((sbyte)1), Of(-5L), Of(doubles[i]), Of(0.1f), Of(true), NullInt()], 1);
            Assert.Equal([$$"""{"a":1,"b":-5,"c":{{expected[i]}},"d":0.1,"g":true,"h":null}"""], Coded.Encode("json", fields, "", batch));
        }
    }

    [Fact]
    public void TextIsEscapedAsJacksonDoesIt()
    {
        IReadOnlyList<Field> fields = Coded.Fields(("a", DataType.String), ("b", DataType.String), ("c", DataType.Bytes));
        var batch = new Batch([Coded.Payloads("q\"b\\s/\u0001\n\t\u001F\u007Fé😀€"), Coded.Payloads(""), Coded.Payloads([1, 2, 255])], 1);
        Assert.Equal(
            [$$"""{"a":"q\"b\\s/\u0001\n\t\u001F{{'\u007F'}}é\uD83D\uDE00€","b":"","c":"AQL/"}"""],
            Coded.Encode("json", fields, "", batch));
    }

    [Fact]
    public void NullFieldsAreLeftOutWhereTheyMustBe()
    {
        DataType row = DataType.Row(["x", "y"], [DataType.Int, DataType.Int]);
        IReadOnlyList<Field> fields = Coded.Fields(("a", DataType.Int), ("r", row), ("m", DataType.Map(DataType.String, DataType.Int)));
        var nested = new RowColumn([NullInt(), Of(2)], 1);
        var map = new MapColumn(Coded.Payloads("k"), NullInt(), [0], [1], 1);
        var batch = new Batch([NullInt(), nested, map], 1);
        Assert.Equal(["""{"a":null,"r":{"x":null,"y":2},"m":{"k":null}}"""], Coded.Encode("json", fields, "", batch));
        Assert.Equal(["""{"r":{"y":2},"m":{"k":null}}"""], Coded.Encode("json", fields, "encode.ignore-null-fields=true", batch));
        IReadOnlyList<Field> one = Coded.Fields(("a", DataType.Int));
        Assert.Equal(["{}"], Coded.Encode("json", one, "encode.ignore-null-fields=true", new Batch([NullInt()], 1)));
    }

    [Theory]
    [InlineData("map-null-key.mode=DROP", """{"m":{"b":2}}""")]
    [InlineData("map-null-key.mode=literal~map-null-key.literal=n\"n", """{"m":{"n\"n":1,"b":2}}""")]
    public void NullKeyOfAMapFollowsItsMode(string options, string expected)
    {
        IReadOnlyList<Field> fields = Coded.Fields(("m", DataType.Map(DataType.String, DataType.Int)));
        var batch = new Batch([new MapColumn(Coded.Payloads(null, "b"), new FixedColumn<int>([1, 2], 2), [0], [2], 1)], 1);
        Assert.Equal([expected], Coded.Encode("json", fields, options, batch));
        Assert.Contains("NULL key", Assert.Throws<ActorStreamException>(() => Coded.Encode("json", fields, "", batch)).Message);
    }

    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        DataType row = DataType.Row(["x", "y\""], [DataType.Int, DataType.String]);
        IReadOnlyList<Field> fields = Coded.Fields(
            ("d", DataType.Decimal(38, 10)), ("t", DataType.Timestamp(6)), ("s", DataType.String), ("l", DataType.Array(row)),
            ("m", DataType.Map(DataType.String, DataType.Array(DataType.Double))), ("u", DataType.Multiset(DataType.String)));
        string[] payloads =
        [
            """{"d":-123456789012345678.0123456789,"t":"2024-02-29 01:02:03.000001","s":"é\"😀\\","l":[{"x":1,"y\"":"a"},null],"""
                + "\"m\":{\"k\":[1.5,null]},\"u\":{\"p\":2}}",
            """{"d":null,"t":null,"s":null,"l":null,"m":null,"u":null}""",
        ];
        var decoded = Coded.Decoder("json", fields).Decode(Coded.Payloads(payloads), new Coded.Errors());
        IReadOnlyList<string> texts = Coded.Encode("json", fields, "encode.decimal-as-plain-number=true", new Batch(decoded.Columns, 2));
        Assert.Equal(Coded.Decode("json", fields, "", payloads), Coded.Decode("json", fields, "", [.. texts]));
        Assert.DoesNotContain(texts, t => t.Contains("E+", StringComparison.Ordinal));
    }

    private static FixedColumn<T> Of<T>(T value)
        where T : unmanaged => new([value], 1);

    private static FixedColumn<int> NullInt() => new([0], 1, NullBits.CreateAllNull(1));
}
