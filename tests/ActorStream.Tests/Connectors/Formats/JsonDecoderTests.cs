using System.Text;
using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Connectors.Formats;

public sealed class JsonDecoderTests
{
    private static readonly IReadOnlyList<Field> IntA = Coded.Fields(("a", DataType.Int));
    private static readonly IReadOnlyList<Field> IntAB = Coded.Fields(("a", DataType.Int), ("b", DataType.Int));

    public static TheoryData<string, string, string> Numbers => new()
    {
        { "INT", "1", "1" }, { "INT", "1.9", "1" }, { "INT", "-1.9", "-1" }, { "INT", "\"1\"", "1" }, { "INT", "\" 2 \"", "2" },
        { "INT", "\"1.5\"", "!" }, { "INT", "\"+5\"", "5" }, { "INT", "true", "!" }, { "INT", "null", "null" }, { "INT", "\"\"", "!" },
        { "INT", "{\"x\":1}", "!" },
        { "INT", "[1]", "!" },
        { "INT", "1e2", "100" },
        { "INT", "2147483648", "!" },
        { "INT", "-2147483648", "-2147483648" },
        { "INT", "\"abc\"", "!" }, { "INT", "-0", "0" }, { "INT", "1.0", "1" },
        { "TINYINT", "127", "127" },
        { "TINYINT", "128", "!" },
        { "TINYINT", "1.0", "!" },
        { "TINYINT", "\"5\"", "5" },
        { "TINYINT", "1e1", "!" },
        { "SMALLINT", "40000", "!" }, { "SMALLINT", "1.5", "!" },
        { "BIGINT", "9223372036854775807", "9223372036854775807" }, { "BIGINT", "9223372036854775808", "!" },
        { "BIGINT", "-9223372036854775808", "-9223372036854775808" }, { "BIGINT", "1.5", "1" },
        { "BIGINT", "1e3", "1000" }, { "BIGINT", "\"9223372036854775807\"", "9223372036854775807" }, { "BIGINT", "9.3e18", "!" },
        { "DOUBLE", "1", "1" }, { "DOUBLE", "1.5", "1.5" }, { "DOUBLE", "\"1.5\"", "1.5" }, { "DOUBLE", "\"NaN\"", "NaN" },
        { "DOUBLE", "\"-Infinity\"", "-Infinity" },
        { "DOUBLE", "1e400", "Infinity" },
        { "DOUBLE", "\"1d\"", "1" },
        { "DOUBLE", "true", "!" },
        { "DOUBLE", "\"\"", "!" }, { "DOUBLE", "-0.0", "-0" }, { "DOUBLE", "0.1", "0.1" }, { "DOUBLE", "\" 1 \"", "1" },
        { "DOUBLE", "123456789012345678901234567890.5", "1.2345678901234568E+29" },
        { "DOUBLE", "2.2250738585072011e-308", "2.225073858507201E-308" },
        { "FLOAT", "0.1", "0.1" }, { "FLOAT", "16777217", "16777216" },
        { "BOOLEAN", "true", "true" }, { "BOOLEAN", "\" TRUE \"", "true" }, { "BOOLEAN", "1", "false" }, { "BOOLEAN", "\"yes\"", "false" },
        { "DECIMAL", "1.005", "1.01" },
        { "DECIMAL", "\"1.005\"", "1.01" },
        { "DECIMAL", "\" 1.5 \"", "1.50" },
        { "DECIMAL", "12345678901", "null" },
        { "DECIMAL", "99999999.99", "99999999.99" }, { "DECIMAL", "99999999.995", "null" }, { "DECIMAL", "1e2", "100.00" },
        { "DECIMAL", "1e-5", "0.00" },
        { "DECIMAL", "-1.005", "-1.01" },
        { "DECIMAL", "-0.004", "0.00" },
        { "DECIMAL", "0.0049999999999999999999999", "0.00" },
        { "DECIMAL", "true", "!" }, { "DECIMAL", "\"abc\"", "!" }, { "DECIMAL", "\"\"", "!" }, { "DECIMAL", "\"1e2\"", "100.00" },
        { "DECIMAL", "\".5\"", "0.50" }, { "DECIMAL", "\"5.\"", "5.00" }, { "DECIMAL", "\"+1\"", "1.00" }, { "DECIMAL", "\"1d\"", "!" },
        { "DECIMAL", "1e1000000", "null" }, { "DECIMAL", "1e-1000000000000", "0.00" }, { "DECIMAL", "0e1000000", "0.00" },
        { "DECIMAL38", "1234567890123456789012345678.12345678905", "1234567890123456789012345678.1234567891" },
        { "DECIMAL38", "12345678901234567890123456789.1", "null" },
    };

    public static TheoryData<string, string, string> Others => new()
    {
        { "STRING", "1", "1" }, { "STRING", "1.10", "1.10" }, { "STRING", "true", "true" }, { "STRING", "-0", "-0" },
        { "STRING", "\"a\\u0041\\t\\/\"", "aA\t/" },
        { "STRING", "\"\\ud83d\\ude00\"", "😀" },
        { "STRING", "\"\\ud800x\"", "?x" },
        { "STRING", "\"\\udc00\"", "?" },
        { "STRING", "\"tab\there\"", "tab\there" }, { "STRING", "\"é😀\"", "é😀" },
        { "STRING", "[ 1 , {} , [] ]", "[1,{},[]]" },
        {
            "STRING",
            "{\"x\": 1.10, \"y\":[1, 2,null,\"a\\u00e9\\n/\"], \"z\":1e2, \"d\":12345678901234567890, \"x\":2}",
            "{\"x\":2,\"y\":[1,2,null,\"aé\\n/\"],\"z\":100.0,\"d\":12345678901234567890}"
        },
        { "BYTES", "\"aGVsbG8=\"", "68656C6C6F" }, { "BYTES", "\"aGVsbG8\"", "!" }, { "BYTES", "\"\"", "" }, { "BYTES", "1", "!" },
        { "DATE", "\"2024-02-29\"", "2024-02-29" },
        { "DATE", "\"2023-02-29\"", "!" },
        { "DATE", "\"2024-2-9\"", "!" },
        { "DATE", "19000", "!" },
        { "DATE", "\"2024-02-29T00:00:00\"", "!" },
        { "TIME", "\"01:02:03.456\"", "01:02:03" },
        { "TIME", "\"24:00:00\"", "00:00:00" },
        { "TIME", "\"01:02\"", "!" },
        { "TIME", "\"1:02:03\"", "!" },
        { "TIMESTAMP", "\"2024-02-29 01:02:03\"", "2024-02-29T01:02:03.000000" },
        { "TIMESTAMP", "\"2024-02-29 01:02:03.123456789\"", "2024-02-29T01:02:03.123000" },
        { "TIMESTAMP", "\"1969-12-31 23:59:59.9999\"", "1969-12-31T23:59:59.999000" },
        { "TIMESTAMP", "\"2024-02-29T01:02:03\"", "!" }, { "TIMESTAMP", "\"2024-02-29 01:02\"", "!" },
        { "TIMESTAMP", "\"2023-02-30 00:00:00\"", "2023-02-28T00:00:00.000000" },
        { "TIMESTAMP", "\"2024-02-29 24:00:00\"", "2024-03-01T00:00:00.000000" },
        { "TIMESTAMP", "\"2024-02-29 24:00:01\"", "!" }, { "TIMESTAMP", "\"2024-02-29 01:02:03.\"", "2024-02-29T01:02:03.000000" },
        { "TIMESTAMP", "\"2024-02-29 01:02:03Z\"", "!" },
        { "TIMESTAMP", "\"2024-02-29 01:02:60\"", "!" },
        { "TIMESTAMP", "1700000000000", "!" },
        { "LTZ", "\"2024-02-29 01:02:03.123Z\"", "2024-02-29T01:02:03.123000" }, { "LTZ", "\"2024-02-29 01:02:03\"", "!" },
        { "LTZ", "\"2024-02-29 01:02:03z\"", "!" }, { "LTZ", "\"2024-02-29 01:02:03+08:00\"", "!" },
        { "ARRAY", "[1,\"2\",null]", "[1, 2, null]" }, { "ARRAY", "[]", "[]" }, { "ARRAY", "5", "!" }, { "ARRAY", "[1,\"x\"]", "!" },
        { "MAP", "{\"k\":1,\"j\":\"2\",\"k\":3,\"n\":null}", "{k=3, j=2, n=null}" }, { "MAP", "[1]", "!" },
        { "ROW", "{\"y\":\"q\",\"z\":[1,{\"x\":2}],\"x\":5}", "(5, q)" }, { "ROW", "{}", "(null, null)" }, { "ROW", "{\"x\":\"q\"}", "!" },
        { "MULTISET", "{\"p\":2,\"q\":1}", "[p, p, q]" },
    };

    [Theory]
    [InlineData("2024-02-29 10:11:12.123456789", "2024-02-29T10:11:12.123456789")]
    [InlineData("1969-12-31 23:59:59.000000001", "1969-12-31T23:59:59.000000001")]
    [InlineData("2024-02-29 10:11:12.1234567", "2024-02-29T10:11:12.123456700")]
    [InlineData("2024-02-29 10:11:12.5", "2024-02-29T10:11:12.500")]
    [InlineData("0001-01-01 00:00:00.000000001", "0001-01-01T00:00:00.000000001")]
    [InlineData("9999-12-31 23:59:59.999999999", "9999-12-31T23:59:59.999999999")]
    public void NanosecondsAreRead(string text, string expected)
    {
        IReadOnlyList<Field> fields = Coded.Fields(
            ("a", DataType.Timestamp(9)), ("b", DataType.TimestampLtz(9)), ("c", DataType.Array(DataType.Timestamp(9))));
        Assert.Equal([$"[{expected}, {expected}Z, [{expected}]]"],
            Coded.Decode("json", fields, "", $$"""{"a":"{{text}}","b":"{{text}}Z","c":["{{text}}"]}"""));
        Assert.Equal([$"[{expected}, {expected}Z]"], Coded.Decode("csv", [.. fields.Take(2)], "", $"{text},{text}Z"));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    [MemberData(nameof(Others))]
    public void ValueIsReadAsFlinkReadsIt(string type, string json, string expected)
    {
        IReadOnlyList<Field> fields = Coded.Fields(("a", TypeOf(type)));
        string payload = "{\"a\":" + json + "}";
        string first = Coded.Decode("json", fields, "", payload)[0];
        if (expected == "!") Assert.StartsWith("! 0 a: The JSON value ", first);
        else Assert.Equal($"[{expected}]", first);
        // What comes before and after it is not disturbed, and the same decoder reads it again.
        IDecoder decoder = Coded.Decoder("json", fields);
        for (int i = 0; i < 2; i++)
        {
            IReadOnlyList<string> rows = Coded.Rows(fields, decoder, Coded.Payloads("{}", payload, "{\"b\":1}"));
            string later = first.Replace("! 0", "! 1", StringComparison.Ordinal);
            Assert.Equal(expected == "!" ? ["[null]", "[null]", later] : ["[null]", first, "[null]"], rows);
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    [MemberData(nameof(Others))]
    public void ValueThatDoesNotFitIsNullWhereErrorsAreIgnored(string type, string json, string expected)
    {
        IReadOnlyList<Field> fields = Coded.Fields(("a", TypeOf(type)), ("z", DataType.Int));
        string row = Coded.Decode("json", fields, "ignore-parse-errors=true", "{\"a\":" + json + ",\"z\":7}").Single();
        if (expected != "!") Assert.Equal($"[{expected}, 7]", row);
        else if (type is "ARRAY" or "ROW" && json[0] is '[' or '{') Assert.EndsWith("null], 7]", row.Replace(')', ']'));
        else Assert.Equal("[null, 7]", row);
    }

    [Theory]
    [InlineData("{\"a\":1}}", "[1]")]
    [InlineData("{\"a\":1} x", "[1]")]
    [InlineData("[]", "")]
    [InlineData("[{\"a\":1},{\"a\":2}]", "[1] [2]")]
    [InlineData("[{\"a\":1},null]", "[1]")]
    [InlineData("", "")]
    [InlineData(" \t{\"a\" : 1 } ", "[1]")]
    [InlineData("{\"A\":1}", "[null]")]
    [InlineData("{\"a\":1,\"a\":2}", "[1]")]
    [InlineData("{\"\\u0061\":1}", "[1]")]
    [InlineData("\uFEFF{\"a\":1}", "[1]")]
    [InlineData("{\"a\":1", "!")]
    [InlineData("{\"a\":1,}", "!")]
    [InlineData("{a:1}", "!")]
    [InlineData("{'a':1}", "!")]
    [InlineData("{\"a\":01}", "!")]
    [InlineData("{\"a\":.5}", "!")]
    [InlineData("{\"a\":5.}", "!")]
    [InlineData("{\"a\":+5}", "!")]
    [InlineData("{\"a\":NaN}", "!")]
    [InlineData("{\"a\":tru}", "!")]
    [InlineData("[1,2]", "!")]
    [InlineData("[{\"a\":1}", "!")]
    [InlineData("1", "!")]
    [InlineData("\"x\"", "!")]
    [InlineData("null", "!")]
    [InlineData("   ", "!")]
    [InlineData("{\"a\" 1}", "!")]
    [InlineData("{\"a\":1 \"b\":2}", "!")]
    [InlineData("{\"a\":1/*c*/}", "!")]
    [InlineData("{\"a\":1,\"b\":x}", "!")]
    [InlineData("{\"b\":[1,2}, \"a\":1}", "!")]
    [InlineData("{\"b\":1,\"a\":2", "!")]
    [InlineData("{\"a\":-}", "!")]
    [InlineData("{\"a\":1e}", "!")]
    [InlineData("{\"a\":1,\"b\":01}", "!")]
    [InlineData("{\"a\":1,\"b\":\"\\x\"}", "!")]
    [InlineData("{\"b\":\"\\u12\",\"a\":1}", "!")]
    [InlineData("{\"a\":1,\"b\":\"", "!")]
    [InlineData("{\"a\":1,\"b\":\"\\", "!")]
    [InlineData("{", "!")]
    [InlineData("{\"", "!")]
    [InlineData("{\"a\"", "!")]
    [InlineData("{\"a\":", "!")]
    public void PayloadIsTakenOrRefusedAsAWhole(string payload, string expected)
    {
        IReadOnlyList<string> strict = Coded.Decode("json", IntA, "", payload);
        IReadOnlyList<string> ignoring = Coded.Decode("json", IntA, "ignore-parse-errors=true", payload);
        if (expected == "!")
        {
            Assert.Contains("The payload is not JSON: expected", Assert.Single(strict));
            Assert.Empty(ignoring);
        }
        else
        {
            Assert.Equal(expected, string.Join(" ", strict));
            Assert.Equal(strict, ignoring);
        }
    }

    [Fact]
    public void TruncatedAtAnyByteIsRefusedAndNeverReadPastTheEnd()
    {
        IReadOnlyList<Field> fields = Coded.Fields(
            ("a", DataType.Decimal(10, 2)), ("s", DataType.String), ("r", DataType.Row(["x"], [DataType.Double])),
            ("l", DataType.Array(DataType.BigInt)), ("m", DataType.Map(DataType.String, DataType.Boolean)));
        byte[] whole = Encoding.UTF8.GetBytes(
            """{"a":-12.34e0,"q":{"n":[1,"é\n"]},"s":"t\u00e9\"x","r":{"x":1.5},"l":[1,2],"m":{"k":true},"z":null}""");
        IDecoder decoder = Coded.Decoder("json", fields);
        for (int length = 1; length < whole.Length; length++)
        {
            // The rest of the payload follows in the buffer, so that reading too far would find what is missing.
            var payload = new BytesColumn(whole, [0, 0], [length, whole.Length], 2);
            IReadOnlyList<string> rows = Coded.Rows(fields, decoder, payload);
            Assert.Equal(2, rows.Count);
            Assert.Equal("[-12.34, té\"x, (1.5), [1, 2], {k=true}]", rows[0]);
            Assert.StartsWith("! 0 ", rows[1]);
        }
    }

    [Fact]
    public void AnyByteChangedNeverBreaksTheDecoder()
    {
        byte[] whole = Encoding.UTF8.GetBytes("""{"a":1,"s":"té😀","n":{"x":[1,2,{"y":null}]},"b":true}""");
        IReadOnlyList<Field> fields = Coded.Fields(("a", DataType.Int), ("s", DataType.String), ("b", DataType.Boolean));
        IDecoder decoder = Coded.Decoder("json", fields);
        for (int at = 0; at < whole.Length; at++)
        {
            for (int value = 0; value < 256; value++)
            {
                byte[] changed = [.. whole];
                changed[at] = (byte)value;
                Assert.Single(Coded.Rows(fields, decoder, Coded.Payloads([changed])));
            }
        }
    }

    [Fact]
    public void InvalidUtf8IsRefusedAndNamesItsColumn()
    {
        IReadOnlyList<Field> fields = Coded.Fields(("a", DataType.String));
        byte[] inColumn = [.. "{\"a\":\"bad"u8, 0xFF, .. "\"}"u8];
        byte[] inOther = [.. "{\"x\":\"bad"u8, 0xFF, .. "\",\"a\":\"y\"}"u8];
        byte[] inName = [.. "{\"x"u8, 0xC3, .. "\":1,\"a\":\"y\"}"u8];
        BytesColumn payloads = Coded.Payloads(inColumn, inOther, inName, "{\"a\":\"é\"}"u8.ToArray());
        IReadOnlyList<string> rows = Coded.Rows(fields, Coded.Decoder("json", fields), payloads);
        Assert.Equal("[é]", rows[0]);
        Assert.StartsWith("! 0 a:", rows[1]);
        Assert.StartsWith("! 1 -:", rows[2]);
        Assert.StartsWith("! 2 -:", rows[3]);
    }

    [Fact]
    public void FieldsInAnyOrderAndUnknownOnesAreFound()
    {
        IReadOnlyList<Field> fields = Coded.Fields(("a", DataType.Int), ("b", DataType.String), ("c", DataType.Boolean));
        IReadOnlyList<string> rows = Coded.Decode(
            "json", fields, "",
            """{"a":1,"b":"x","c":true}""",
            """{"c":false,"skip":{"a":[9]},"b":"y","a":2}""",
            """{"skip":1,"c":true,"a":3}""",
            """{"ab":"no","b":"z","a":4,"other":"q\"}"}""",
            """{ "a" : 5 , "b" : "w" , "c" : null }""");
        Assert.Equal(["[1, x, true]", "[2, y, false]", "[3, null, true]", "[4, z, null]", "[5, w, null]"], rows);
    }

    [Fact]
    public void LastOfEqualNamesCountsUntilEveryColumnHasAValue()
    {
        Assert.Equal(["[2, 3]"], Coded.Decode("json", IntAB, "", """{"a":1,"a":2,"b":3}"""));
        Assert.Equal(["[1, 2]"], Coded.Decode("json", IntAB, "", """{"a":1,"b":2,"a":5}"""));
    }

    [Fact]
    public void MissingFieldFailsWhereItMust()
    {
        Assert.Equal(
            ["! 0 a: The JSON object has no field \"a\"."], Coded.Decode("json", IntAB, "fail-on-missing-field=true", "{\"b\":2}"));
        Assert.Equal(["[null, 2]"], Coded.Decode("json", IntAB, "fail-on-missing-field=true", "{\"a\":null,\"b\":2}"));
        Assert.Equal(["[null, 2]"], Coded.Decode("json", IntAB, "", "{\"b\":2}"));
    }

    [Fact]
    public void NullInANotNullColumnIsRefused()
    {
        IReadOnlyList<Field> fields = Coded.Fields(("a", DataType.Decimal(3, 0).NotNull()), ("b", DataType.Int));
        const string Reason = "The column \"a\" is NOT NULL, but the payload has no value for it.";
        Assert.Equal(
            ["[1, null]", $"! 1 a: {Reason}", $"! 2 a: {Reason}", $"! 3 a: {Reason}"],
            Coded.Decode("json", fields, "", "{\"a\":1}", "{\"a\":null}", "{\"b\":1}", "{\"a\":1000}"));
        Assert.Equal(["[1, null]"], Coded.Decode("json", fields, "ignore-parse-errors=true", "{\"a\":1}", "{\"a\":\"x\"}"));
    }

    [Fact]
    public void RowsKeepTheirPayloadAndRowsBeforeABadOneStay()
    {
        var errors = new Coded.Errors();
        DecodedRows rows = Coded.Decoder("json", IntA).Decode(
            Coded.Payloads("{\"a\":1}", "oops", "[{\"a\":2},{\"a\":3},{\"a\":\"x\"}]", null, "[{\"a\":4},{\"a\":5}]"), errors);
        Assert.Equal(3, rows.Count);
        Assert.Equal([0, 4, 4], rows.PayloadRows!.Take(3));
        Assert.Equal([1, 4, 5], ((FixedColumn<int>)rows.Columns[0]).Span.ToArray());
        Assert.Equal(["1", "2"], errors.Lines.Select(l => l.Split(' ')[1]));
        Assert.Null(Coded.Decoder("json", IntA).Decode(Coded.Payloads("{\"a\":1}", "{\"a\":2}"), errors).PayloadRows);
    }

    [Fact]
    public void PlainTextIsASliceOfThePayload()
    {
        IReadOnlyList<Field> fields = Coded.Fields(("a", DataType.String));
        BytesColumn payloads = Coded.Payloads("{\"a\":\"x\"}", "{\"a\":12}");
        var column = (BytesColumn)Coded.Decoder("json", fields).Decode(payloads, new Coded.Errors()).Columns[0];
        Assert.Same(payloads.Data, column.Data);
        Assert.Equal(["[x]", "[a\nb]", "[]", "[[1]]", "[null]", "[y]"], Coded.Decode(
            "json", fields, "", "{\"a\":\"x\"}", "{\"a\":\"a\\nb\"}", "{\"a\":\"\"}", "{\"a\":[1]}", "{}", "{\"a\":\"y\"}"));
    }

    [Fact]
    public void DepthAndNumbersAreBounded()
    {
        string deep = new string('[', 1001) + "1" + new string(']', 1001);
        string within = new string('[', 900) + "1" + new string(']', 900);
        Assert.Contains("at most 1000 levels", Coded.Decode("json", IntA, "", "{\"b\":" + deep + ",\"a\":2}").Single());
        Assert.Equal(["[2]"], Coded.Decode("json", IntA, "", "{\"b\":" + within + ",\"a\":2}"));
        IReadOnlyList<Field> text = Coded.Fields(("a", DataType.String));
        Assert.Contains("at most 1000 levels", Coded.Decode("json", text, "", "{\"a\":" + deep + "}").Single());
        Assert.Contains("at most 1000 characters", Coded.Decode("json", text, "", "{\"a\":" + new string('1', 1001) + "}").Single());
        Assert.Contains(new string('1', 999), Coded.Decode("json", text, "", "{\"a\":" + new string('1', 999) + "}").Single());
    }

    [Fact]
    public void TenMegabyteValueIsRead()
    {
        IReadOnlyList<Field> fields = Coded.Fields(("a", DataType.String), ("b", DataType.Int));
        string large = new('x', 10_000_000);
        Assert.Equal($"[{large}, 1]", Coded.Decode("json", fields, "", "{\"a\":\"" + large + "\",\"b\":1}").Single());
        Assert.Equal($"[{large}\n, 1]", Coded.Decode("json", fields, "", "{\"a\":\"" + large + "\\n\",\"b\":1}").Single());
    }

    [Fact]
    public void NestedTextKeepsExactNumbersWhereATableHasADecimal()
    {
        IReadOnlyList<Field> fields = Coded.Fields(("a", DataType.String), ("d", DataType.Decimal(5, 2)));
        Assert.Equal(
            ["[{\"x\":1.1,\"z\":1E+2,\"m\":1.2E-8}, 1.00]"],
            Coded.Decode("json", fields, "", """{"a":{"x":1.10,"z":1e2,"m":0.000000012},"d":1}"""));
    }

    [Theory]
    [InlineData("2024-02-29T01:02:03", "2024-02-29T01:02:03.000000", null)]
    [InlineData("2024-02-29T01:02", "2024-02-29T01:02:00.000000", null)]
    [InlineData("2024-02-29t01:02:03.5", "2024-02-29T01:02:03.500000", null)]
    [InlineData("2023-02-30T00:00:00", null, null)]
    [InlineData("2024-02-29T24:00:00", null, null)]
    [InlineData("2024-02-29 01:02:03", null, null)]
    [InlineData("2024-02-29T01:02:03Z", null, "2024-02-29T01:02:03.000000")]
    [InlineData("2024-02-29T01:02Z", null, "2024-02-29T01:02:00.000000")]
    [InlineData("2024-02-29T01:02:03+08:00", null, null)]
    public void IsoTimestampsAreReadWhereTheyAreTheStandard(string text, string? timestamp, string? instant)
    {
        const string Options = "timestamp-format.standard=ISO-8601~ignore-parse-errors=true";
        IReadOnlyList<Field> fields = Coded.Fields(("a", DataType.Timestamp(3)), ("b", DataType.TimestampLtz(3)));
        string payload = $$"""{"a":"{{text}}","b":"{{text}}"}""";
        Assert.Equal([$"[{timestamp ?? "null"}, {instant ?? "null"}]"], Coded.Decode("json", fields, Options, payload));
    }

    [Theory]
    [InlineData("fail-on-missing-field=true~ignore-parse-errors=true", "are both true")]
    [InlineData("ignore-parse-errors=yes", "must be true or false")]
    [InlineData("timestamp-format.standard=iso-8601", "must be one of 'SQL', 'ISO-8601'")]
    [InlineData("map-null-key.mode=X", "must be one of 'FAIL', 'DROP', 'LITERAL'")]
    [InlineData("ignore-parse-error=true", "does not know: 'ignore-parse-error'")]
    public void WrongOptionIsRefused(string options, string message) =>
        Assert.Contains(message, Assert.Throws<ActorStreamException>(() => Coded.Decoder("json", IntA, options)).Message);

    /// <summary>The bitmap of the elements ends with its last NULL, long before the row that is taken back.</summary>
    [Theory]
    [InlineData("ARRAY<INT>", "[null]", "[1,2]")]
    [InlineData("MAP<STRING, INT>", "{\"k\":null}", "{\"k\":1,\"l\":2}")]
    [InlineData("ROW<x INT>", "{\"x\":null}", "{\"x\":1}")]
    public void AHalfDecodedRowIsTakenBackFarBehindTheLastNull(string type, string withNull, string value)
    {
        DataType column = type[0] switch
        {
            'A' => DataType.Array(DataType.Int),
            'M' => DataType.Map(DataType.String, DataType.Int),
            _ => DataType.Row(["x"], [DataType.Int]),
        };
        string?[] payloads =
        [
            $"{{\"a\":{withNull}}}", .. Enumerable.Repeat($"{{\"a\":{value}}}", 2000), $"{{\"a\":{value},\"x\"}}", $"{{\"a\":{value}}}",
        ];
        IReadOnlyList<string> lines = Coded.Decode("json", Coded.Fields(("a", column)), "", payloads);
        Assert.Equal(2003, lines.Count);
        Assert.Equal(lines[1], lines[2001]);
        Assert.StartsWith("! 2001", lines[2002], StringComparison.Ordinal);
    }

    [Fact]
    public void MapWithOtherKeysThanTextIsRefused() => Assert.Contains(
        "MAP<INT, INT>",
        Assert.Throws<ActorStreamException>(
            () => Coded.Decoder("json", Coded.Fields(("m", DataType.Map(DataType.Int, DataType.Int))))).Message);

    private static DataType TypeOf(string name) => name switch
    {
        "INT" => DataType.Int,
        "TINYINT" => DataType.TinyInt,
        "SMALLINT" => DataType.SmallInt,
        "BIGINT" => DataType.BigInt,
        "DOUBLE" => DataType.Double,
        "FLOAT" => DataType.Float,
        "BOOLEAN" => DataType.Boolean,
        "DECIMAL" => DataType.Decimal(10, 2),
        "DECIMAL38" => DataType.Decimal(38, 10),
        "STRING" => DataType.String,
        "BYTES" => DataType.Bytes,
        "DATE" => DataType.Date,
        "TIME" => DataType.Time(0),
        "TIMESTAMP" => DataType.Timestamp(3),
        "LTZ" => DataType.TimestampLtz(3),
        "ARRAY" => DataType.Array(DataType.Int),
        "MAP" => DataType.Map(DataType.String, DataType.Int),
        "MULTISET" => DataType.Multiset(DataType.String),
        _ => DataType.Row(["x", "y"], [DataType.Int, DataType.String]),
    };
}
