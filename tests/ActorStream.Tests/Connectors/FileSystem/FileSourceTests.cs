using System.IO.Compression;
using System.Text;
using ActorStream.Connectors;

namespace ActorStream.Tests.Connectors.FileSystem;

public sealed class FileSourceTests : IDisposable
{
    private static readonly Field[] Columns = [new("a", DataType.Int), new("b", DataType.String)];

    private readonly string _root = Directory.CreateTempSubdirectory("actorstream-files-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task FilesBelowADirectoryAreReadInOrder()
    {
        Write("b.json", "{\"a\":2}\n\n{\"a\":3}\r\n");
        Write("a/1.json", "{\"a\":1}");
        Write(".hidden", "{\"a\":9}");
        Write("_SUCCESS", "");
        Write("_tmp/x.json", "{\"a\":9}");
        Write("empty.json", "");
        TableContext context = Connected.Table(Columns, $"connector=filesystem~format=json~path=file://{_root}");
        List<SourceBatch> batches = await Connected.ReadAsync(Connected.Source(context));
        Assert.Equal(["+I[1, null]", "+I[2, null]", "+I[3, null]"], Connected.Rows(batches, context));
        Assert.Equal(["a/1.json", "b.json", "empty.json"], batches.Where(b => b.IsEnd).Select(b => b.Split.Id));
        Assert.Equal([1L, 3, 0], batches.Where(b => b.IsEnd).Select(b => b.NextOffset));
    }

    [Fact]
    public async Task ReadingGoesOnAfterTheRecordsThatWereRead()
    {
        Write("x.json", string.Concat(Enumerable.Range(0, 5000).Select(i => $"{{\"a\":{i},\"b\":\"{new string('x', i % 90)}\"}}\n")));
        TableContext context = Connected.Table(Columns, $"connector=filesystem~format=json~path={_root}/x.json");
        ISource source = Connected.Source(context);
        List<SourceBatch> all = await Connected.ReadAsync(source);
        Assert.True(all.Count > 2);
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"+I[{i}, {new string('x', i % 90)}]"), Connected.Rows(all, context));
        foreach (long offset in new[] { 1, all[0].NextOffset, 4999, 5000 })
        {
            List<SourceBatch> rest = await Connected.ReadAsync(source, offset);
            Assert.Equal(Connected.Rows(all, context).Skip((int)offset), Connected.Rows(rest, context));
            Assert.Equal(5000, rest[^1].NextOffset);
            Assert.True(rest[^1].IsEnd);
        }
    }

    [Fact]
    public async Task GzipIsUnpackedAndTruncatedGzipIsAnError()
    {
        byte[] packed = Pack("{\"a\":1}\n{\"a\":2}\n");
        File.WriteAllBytes(Path.Combine(_root, "x.json.gz"), packed);
        TableContext context = Connected.Table(Columns, $"connector=filesystem~format=json~path={_root}/x.json.gz");
        Assert.Equal(["+I[1, null]", "+I[2, null]"], Connected.Rows(await Connected.ReadAsync(Connected.Source(context)), context));
        File.WriteAllBytes(Path.Combine(_root, "x.json.gz"), [1, 2, 3, 4]);
        TableContext again = Connected.Table(Columns, $"connector=filesystem~format=json~path={_root}/x.json.gz");
        ConnectorException error = await Assert.ThrowsAsync<ConnectorException>(() => Connected.ReadAsync(Connected.Source(again)));
        Assert.Contains("x.json.gz\" of table \"t\" cannot be read", error.Message);
    }

    [Fact]
    public async Task QuotedLineFeedsStayWithinACsvRecord()
    {
        string large = new('y', 200_000);
        Write("x.csv", $"1,\"x\ny\"\n2,\"q\"\"\n\"\"\"\n3,a\"b\n4,\"{large}\n\"\n5,z");
        TableContext context = Connected.Table(Columns, $"connector=filesystem~format=csv~path={_root}/x.csv");
        Assert.Equal(
            ["+I[1, x\ny]", "+I[2, q\"\n\"]", "+I[3, a\"b]", $"+I[4, {large}\n]", "+I[5, z]"],
            Connected.Rows(await Connected.ReadAsync(Connected.Source(context)), context));
    }

    [Fact]
    public async Task RawLinesAndAByteOrderMarkAreRead()
    {
        Write("x.txt", "\uFEFFx\r\ny\n\nz");
        Field[] one = [new("line", DataType.String)];
        TableContext context = Connected.Table(one, $"connector=filesystem~format=raw~path={_root}/x.txt");
        Assert.Equal(["+I[x]", "+I[y]", "+I[]", "+I[z]"], Connected.Rows(await Connected.ReadAsync(Connected.Source(context)), context));
    }

    [Fact]
    public async Task MetadataNamesTheFile()
    {
        Write("x.json", "{\"a\":1}\n{\"a\":2}\n");
        File.SetLastWriteTimeUtc(Path.Combine(_root, "x.json"), new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc));
        ConnectorColumn[] read =
        [
            new("n", DataType.String, "file.name"), new("a", DataType.Int), new("p", DataType.String, "file.path"),
            new("s", DataType.BigInt, "file.size"), new("m", DataType.TimestampLtz(3), "file.modification-time"),
        ];
        TableContext context = Connected.Table(Columns, $"connector=filesystem~format=json~path={_root}", read);
        string rest = $"{_root}/x.json, 16, 2024-02-29T01:02:03Z]";
        List<string> rows = Connected.Rows(await Connected.ReadAsync(Connected.Source(context)), context);
        Assert.Equal([$"+I[x.json, 1, {rest}", $"+I[x.json, 2, {rest}"], rows);
    }

    [Fact]
    public async Task MalformedRecordFailsWithItsPlaceOrBecomesADeadLetter()
    {
        Write("x.json", "{\"a\":1}\noops\n{\"a\":\"x\"}\n{\"a\":4}\n");
        string options = $"connector=filesystem~format=json~path={_root}/x.json";
        TableContext strict = Connected.Table(Columns, options);
        ConnectorException error = await Assert.ThrowsAsync<ConnectorException>(() => Connected.ReadAsync(Connected.Source(strict)));
        Assert.Contains("The record x.json:2 of table \"t\" does not decode: The payload is not JSON", error.Message);

        TableContext keeping = Connected.Table(Columns, options + $"~dead-letter.path={_root}/letters");
        ISource source = Connected.Source(keeping);
        Assert.NotNull(source.DeadLetterSink);
        List<SourceBatch> batches = await Connected.ReadAsync(source);
        Assert.Equal(["+I[1, null]", "+I[4, null]"], Connected.Rows(batches, keeping));
        DeadLetter[] letters = [.. batches.SelectMany(b => b.DeadLetters ?? [])];
        Assert.Equal(["x.json:2", "x.json:3"], letters.Select(l => l.Position));
        Assert.Equal([null, "a"], letters.Select(l => l.Column));
        Assert.Equal("oops", Encoding.UTF8.GetString(letters[0].Payload));
        Assert.Equal(4, batches[^1].NextOffset);
    }

    [Theory]
    [InlineData("format=json", "lacks the option 'path'")]
    [InlineData("path=/x", "lacks the option 'format'")]
    [InlineData("path=/x~format=xml", "must be one of 'csv', 'json', 'raw'")]
    [InlineData("path=s3://b/x~format=json", "must be a local path or a file:// address")]
    [InlineData("path=file://host/x~format=json", "without a host")]
    [InlineData("path=/x~format=json~auto-compaction=true", "part files are not compacted")]
    [InlineData("path=/x~format=json~compaction.parallelism=2", "does not know: 'compaction.parallelism'")]
    [InlineData("path=/x~format=json~source.path.regex-pattern=(", "a regular expression")]
    [InlineData("path=/x~format=json~dead-letter.topic=q", "knows no topics")]
    [InlineData("path=/x~format=json~dead-letter.path=/q~json.ignore-parse-errors=true", "but 'json.ignore-parse-errors' drops them")]
    public void WrongOptionIsRefused(string options, string message)
    {
        TableContext context = Connected.Table(Columns, "connector=filesystem~" + options);
        Assert.Contains(message, Assert.Throws<ActorStreamException>(() => Connected.Source(context)).Message);
    }

    [Fact]
    public async Task MissingPathIsAnError()
    {
        TableContext context = Connected.Table(Columns, $"connector=filesystem~format=json~path={_root}/none");
        ConnectorException error = await Assert.ThrowsAsync<ConnectorException>(() => Connected.ReadAsync(Connected.Source(context)));
        Assert.Contains("does not exist", error.Message);
    }

    [Fact]
    public async Task OnlyFilesOfThePatternAreRead()
    {
        Write("x1.json", "{\"a\":1}");
        Write("y2.json", "{\"a\":2}");
        Write("tmp-x3.json", "{\"a\":3}");
        string options = $"connector=filesystem~format=json~path={_root}~source.path.regex-pattern=.*/(?!tmp-)[^/y]++(?<=\\.json)";
        TableContext context = Connected.Table(Columns, options);
        Assert.Equal(["+I[1, null]"], Connected.Rows(await Connected.ReadAsync(Connected.Source(context)), context));
    }

    private static byte[] Pack(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(false));
    }
}
