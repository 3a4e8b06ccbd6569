using ActorStream.Types;

namespace ActorStream.Tests.Connectors.Formats;

public sealed class CsvFormatTests
{
    private static readonly IReadOnlyList<Field> Three = Coded.Fields(("a", DataType.Int), ("b", DataType.String), ("c", DataType.Double));

    [Theory]
    [InlineData("2,\"a,b\",3", "", "[2, a,b, 3]")]
    [InlineData("3,\"q\"\"q\",", "ignore-parse-errors=true", "[3, q\"q, null]")]
    [InlineData("3,q,", "", "! 0 c: The text '' is not a DOUBLE.")]
    [InlineData("1,x", "", "! 0 -: The record has 2 fields, not 3.")]
    [InlineData("1,x", "ignore-parse-errors=true", "[1, x, null]")]
    [InlineData("1,x,2,9", "", "! 0 -: The record has 4 fields, not 3.")]
    [InlineData("1,x,2,9", "ignore-parse-errors=true", "")]
    [InlineData(" 1 , x , 2 ", "", "[1,  x , 2]")]
    [InlineData("1,,3", "", "[1, , 3]")]
    [InlineData(",,", "ignore-parse-errors=true", "[null, , null]")]
    [InlineData("", "", "! 0 -: There is no record in it.")]
    [InlineData("", "ignore-parse-errors=true", "")]
    [InlineData("\n", "", "! 0 -: The record has 1 fields, not 3.")]
    [InlineData("\n", "ignore-parse-errors=true", "[null, null, null]")]
    [InlineData("1,\"x\ny\",2", "", "[1, x\ny, 2]")]
    [InlineData("#c", "", "! 0 -: The record has 1 fields, not 3.")]
    [InlineData("#c", "allow-comments=true", "! 0 -: There is no record in it.")]
    [InlineData("#c", "allow-comments=true~ignore-parse-errors=true", "")]
    [InlineData("1,\"x", "", "! 0 -: The value that begins at byte 2 has no closing quote.")]
    [InlineData("1,\"x", "ignore-parse-errors=true", "")]
    [InlineData("1,x\"y,2", "", "[1, x\"y, 2]")]
    [InlineData("1,\"x\"y,2", "", "! 0 -: Byte 5 follows a closing quote, where ',' or the line's end was expected.")]
    [InlineData("1,\"x\" ,2", "", "[1, x, 2]")]
    [InlineData("x,y,z", "", "! 0 a: The text 'x' is not a INT.")]
    [InlineData("x,y,z", "ignore-parse-errors=true", "[null, y, null]")]
    [InlineData("1,'x',2", "", "[1, 'x', 2]")]
    [InlineData("1,x,2\r\n", "", "[1, x, 2]")]
    [InlineData("1.0,x,2", "ignore-parse-errors=true", "[null, x, 2]")]
    [InlineData("\"1\",\"x\",\"2\"", "", "[1, x, 2]")]
    [InlineData("1,x,2,", "", "[1, x, 2]")]
    [InlineData("n/a,\"n/a\",n/a", "null-literal=n/a", "[null, null, null]")]
    [InlineData(",,", "null-literal=", "[null, null, null]")]
    [InlineData("1,a\\,b,2", "escape-character=\\", "[1, a,b, 2]")]
    [InlineData("2,\"x\\\"y\",3", "escape-character=\\", "[2, x\"y, 3]")]
    [InlineData("1;x;2", "field-delimiter=;", "[1, x, 2]")]
    [InlineData("1\tx\t2", "field-delimiter=\\t", "[1, x, 2]")]
    [InlineData("1\u0001x\u00012", "field-delimiter=\\u0001", "[1, x, 2]")]
    [InlineData("1,'x,y',2", "quote-character='", "[1, x,y, 2]")]
    [InlineData("1,\"x,2", "disable-quote-character=true", "[1, \"x, 2]")]
    public void RecordIsReadAsFlinkReadsIt(string record, string options, string expected)
    {
        Assert.Equal(expected, string.Join("|", Coded.Decode("csv", Three, options, record)));
        IReadOnlyList<string> among = Coded.Decode("csv", Three, options, record, null);
        Assert.Equal(expected, string.Join("|", among));
    }

    [Theory]
    [InlineData("BOOLEAN", "TRUE", "true")]
    [InlineData("BOOLEAN", "1", "false")]
    [InlineData("BOOLEAN", "", "false")]
    [InlineData("DECIMAL", "1.005", "1.01")]
    [InlineData("DECIMAL", "12345", "null")]
    [InlineData("DECIMAL", " 1 ", "!")]
    [InlineData("DECIMAL", "1e2", "100.00")]
    [InlineData("DECIMAL", "", "!")]
    [InlineData("DATE", "2024-2-9", "2024-02-09")]
    [InlineData("DATE", "2024-02-30", "2024-03-01")]
    [InlineData("DATE", "2024-13-01", "!")]
    [InlineData("DATE", "x", "!")]
    [InlineData("TIME", "01:02:03.4567", "01:02:03")]
    [InlineData("TIME", "01:02", "01:02:00")]
    [InlineData("TIME", "24:00:00", "!")]
    [InlineData("TIMESTAMP", "2024-02-29 01:02:03.5", "2024-02-29T01:02:03.500000")]
    [InlineData("TIMESTAMP", "2023-02-30 00:00:00", "2023-02-28T00:00:00.000000")]
    [InlineData("TIMESTAMP", "2024-02-29", "!")]
    [InlineData("LTZ", "2024-02-29 01:02:03Z", "2024-02-29T01:02:03.000000")]
    [InlineData("LTZ", "2024-02-29 01:02:03", "!")]
    [InlineData("BYTES", "aGVsbG8=", "68656C6C6F")]
    [InlineData("TINYINT", "300", "!")]
    [InlineData("BIGINT", " 5 ", "5")]
    [InlineData("BIGINT", "1.5", "!")]
    [InlineData("FLOAT", "1.5f", "1.5")]
    [InlineData("ARRAY", "1;2", "[1, 2]")]
    [InlineData("ARRAY", "", "[]")]
    [InlineData("ARRAY", "1;x", "!")]
    [InlineData("ROW", "4;q", "(4, q)")]
    [InlineData("ROW", "4", "!")]
    [InlineData("ROW", "", "null")]
    public void ValueIsReadAsFlinkReadsIt(string type, string text, string expected)
    {
        IReadOnlyList<Field> fields = Coded.Fields(("a", TypeOf(type)), ("z", DataType.String));
        string line = Coded.Decode("csv", fields, "", text + ",end").Single();
        if (expected == "!") Assert.StartsWith("! 0 a: The text ", line);
        else Assert.Equal($"[{expected}, end]", line);
    }

    [Theory]
    [InlineData("1,a\n2,b", "[1, a]")]
    [InlineData("1,a\r2,b", "[1, a]")]
    [InlineData("1,a\r\n2,b", "[1, a]")]
    [InlineData("1,a\n\n", "[1, a]")]
    [InlineData("1,a\r", "[1, a]")]
    [InlineData("\n1,a", "[, null]")]
    [InlineData("\r\n1,a", "[, null]")]
    [InlineData("\n", "[, null]")]
    [InlineData("", "")]
    [InlineData("\"1\",\"a\nb\"\n3,c", "[1, a\nb]")]
    [InlineData("1,\"a\rb\"", "[1, a\rb]")]
    [InlineData("\"1\",\"a\"\nx\"y", "[1, a]")]
    [InlineData("\uFEFF1,bom", "[1, bom]")]
    [InlineData("\uFEFF\"1\",\"q\"", "[1, q]")]
    [InlineData("1,\uFEFFb", "[1, \uFEFFb]")]
    [InlineData("\uFEFF", "[\uFEFF, null]")]
    [InlineData("1\n2,b", "[1, null]")]
    [InlineData("1,a,c\n2,b", "")]
    [InlineData("1,a\n\"", "[1, a]")]
    [InlineData("# c\n1,a", "[# c, null]")]
    [InlineData(" \n1,a", "[ , null]")]
    [InlineData(",\n1,a", "[, ]")]
    [InlineData("\n1,a", "[1, a]", "~allow-comments=true")]
    [InlineData("# c\r\n \n1,a\n2,b", "[1, a]", "~allow-comments=true")]
    [InlineData("\r", "", "~allow-comments=true")]
    [InlineData("# c", "", "~allow-comments=true")]
    public void OfAPayloadTheFirstRecordIsRead(string payload, string expected, string options = "") => Assert.Equal(
        expected,
        string.Join(' ', Coded.Decode("csv", Coded.Fields(("a", DataType.String), ("b", DataType.String)),
            "ignore-parse-errors=true" + options, payload)));

    [Theory]
    [InlineData("")]
    [InlineData("# c\n\n")]
    public void APayloadWithoutARecordIsRefused(string payload) => Assert.Equal(
        ["! 0 -: There is no record in it."],
        Coded.Decode("csv", Coded.Fields(("a", DataType.String)), "allow-comments=true", payload));

    [Fact]
    public void ColumnsThatAreNotReadAreNotChecked()
    {
        Assert.Equal(["[2, 1]"], Coded.Rows(
            [Three[2], Three[0]], Coded.Decoder("csv", Three, "", [Three[2], Three[0]]), Coded.Payloads("1,x,2")));
        Assert.Equal(["[1]"], Coded.Rows([Three[0]], Coded.Decoder("csv", Three, "", [Three[0]]), Coded.Payloads("1,x,bad")));
    }

    [Fact]
    public void InvalidUtf8IsRefused() => Assert.Equal(
        ["! 0 -: The record is not UTF-8."],
        Coded.Rows(Three, Coded.Decoder("csv", Three), Coded.Payloads([.. "1,"u8, 0xFF, .. ",2"u8])));

    [Fact]
    public void NullInANotNullColumnIsRefused()
    {
        IReadOnlyList<Field> fields = Coded.Fields(("a", DataType.Int), ("b", DataType.Decimal(3, 0).NotNull()));
        const string Reason = "The column \"b\" is NOT NULL, but the record has no value for it.";
        Assert.Equal(
            ["[1, 5]", $"! 1 b: {Reason}", $"! 2 b: {Reason}"], Coded.Decode("csv", fields, "null-literal=-", "1,5", "1,-", "1,1000"));
    }

    [Fact]
    public void BadRowLeavesTheOthersWhole() => Assert.Equal(
        ["[1, a, 1]", "[3, c, 3]", "! 1 c: The text 'x' is not a DOUBLE."], Coded.Decode("csv", Three, "", "1,a,1", "2,b,x", "3,c,3"));

    [Theory]
    [InlineData("", "\"q\"\"b\\s/\u0001\n\té😀\",,AQL/,,\"a,b;c\",\"sp ace\",\" lead\",semi;x,\"#c\"")]
    [InlineData("field-delimiter=;", "\"q\"\"b\\s/\u0001\n\té😀\";;\"AQL/\";;\"a,b;c\";\"sp ace\";\" lead\";\"semi;x\";\"#c\"")]
    [InlineData("field-delimiter=\\t", "\"q\"\"b\\s/\u0001\n\té😀\"\t\tAQL/\t\ta,b;c\t\"sp ace\"\t\" lead\"\tsemi;x\t#c")]
    [InlineData("disable-quote-character=true", "q\"b\\s/\u0001\n\té😀,,AQL/,,a,b;c,sp ace, lead,semi;x,#c")]
    [InlineData("quote-character=|", "|q\"b\\s/\u0001\n\té😀|,,|AQL/|,,|a,b;c|,|sp ace|,| lead|,|semi;x|,|#c|")]
    [InlineData("escape-character=\\", "\"q\"\"b\\\\s/\u0001\n\té😀\",,AQL/,,\"a,b;c\",\"sp ace\",\" lead\",semi;x,\"#c\"")]
    public void TextIsQuotedAsJacksonDoesIt(string options, string expected)
    {
        string?[] texts = ["q\"b\\s/\u0001\n\té😀", "", null, null, "a,b;c", "sp ace", " lead", "semi;x", "#c"];
        IReadOnlyList<Field> fields = [.. texts.Select((_, i) => new Field("c" + i, i == 2 ? DataType.Bytes : DataType.String))];
        Column[] columns = [.. texts.Select((t, i) => i == 2 ? Coded.Payloads([1, 2, 255]) : Coded.Payloads(t))];
        Assert.Equal([expected], Coded.Encode("csv", fields, options, new Batch(columns, 1)));
    }

    [Fact]
    public void ValuesAreWrittenAsFlinkWritesThem()
    {
        IReadOnlyList<Field> fields = Coded.Fields(
            ("a", DataType.Decimal(10, 2)), ("b", DataType.Decimal(20, 0)), ("c", DataType.Double), ("d", DataType.Boolean),
            ("e", DataType.Date), ("f", DataType.Timestamp(3)), ("g", DataType.TimestampLtz(3)), ("h", DataType.Int),
            ("i", DataType.Array(DataType.Int)), ("j", DataType.Row(["x", "y"], [DataType.Int, DataType.String])), ("k", DataType.String));
        var batch = new Batch(
            [
                new FixedColumn<long>([110], 1), new FixedColumn<Int128>([1000], 1), new FixedColumn<double>([1e10], 1),
                new FixedColumn<bool>([true], 1), new FixedColumn<int>([19782], 1), new FixedColumn<long>([1709168523_120_000], 1),
                new FixedColumn<long>([1700000000000_000], 1), new FixedColumn<int>([0], 1, NullBits.CreateAllNull(1)),
                new ListColumn(new FixedColumn<int>([1, 2], 2), [0], [2], 1),
                new RowColumn([new FixedColumn<int>([0], 1, NullBits.CreateAllNull(1)), Coded.Payloads("a;b")], 1),
                Coded.Payloads(new string('x', 25)),
            ],
            1);
        string quoted = $"\"{new string('x', 25)}\"";
        Assert.Equal(
            [$"1.1,1E+3,1.0E10,true,2024-02-29,\"2024-02-29 01:02:03.12\",\"2023-11-14 22:13:20Z\",,1;2,;a;b,{quoted}"],
            Coded.Encode("csv", fields, "", batch));
        Assert.Equal(
            [$"1.1,1000,1.0E10,true,2024-02-29,\"2024-02-29 01:02:03.12\",\"2023-11-14 22:13:20Z\",n/a,1:2,n/a:a;b,{quoted}"],
            Coded.Encode("csv", fields, "write-bigdecimal-in-scientific-notation=false~null-literal=n/a~array-element-delimiter=:", batch));
    }

    [Theory]
    [InlineData("field-delimiter=ab", "must be one ASCII character")]
    [InlineData("disable-quote-character=true~quote-character=|", "both defines 'quote-character' and disables it")]
    [InlineData("allow-comments=1", "must be true or false")]
    [InlineData("ignore-first-line=true", "does not know: 'ignore-first-line'")]
    public void WrongOptionIsRefused(string options, string message) =>
        Assert.Contains(message, Assert.Throws<ActorStreamException>(() => Coded.Decoder("csv", Three, options)).Message);

    [Fact]
    public void TypeWithoutAFormIsRefused() => Assert.Contains(
        "column \"m\" of type MAP<STRING, INT>",
        Assert.Throws<ActorStreamException>(
            () => Coded.Decoder("csv", Coded.Fields(("m", DataType.Map(DataType.String, DataType.Int))))).Message);

    private static DataType TypeOf(string name) => name switch
    {
        "BOOLEAN" => DataType.Boolean,
        "DECIMAL" => DataType.Decimal(5, 2),
        "DATE" => DataType.Date,
        "TIME" => DataType.Time(0),
        "TIMESTAMP" => DataType.Timestamp(3),
        "LTZ" => DataType.TimestampLtz(3),
        "BYTES" => DataType.Bytes,
        "TINYINT" => DataType.TinyInt,
        "BIGINT" => DataType.BigInt,
        "FLOAT" => DataType.Float,
        "ARRAY" => DataType.Array(DataType.Int),
        _ => DataType.Row(["x", "y"], [DataType.Int, DataType.String]),
    };
}
