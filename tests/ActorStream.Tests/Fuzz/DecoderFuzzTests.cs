using System.Text;
using ActorStream.Connectors;
using ActorStream.Tests.Connectors.Formats;
using ActorStream.Tests.Support;
using ActorStream.Types;

namespace ActorStream.Tests.Fuzz;

/// <summary>
/// Decoders under payloads that nobody would send. What goes in comes out: every payload is rows, or one letter, or dropped where the
/// table says so; and a payload gives in a batch what it gives alone, whatever stands beside it.
/// </summary>
public sealed class DecoderFuzzTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("actorstream-fuzz-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("json", "")]
    [InlineData("json", "ignore-parse-errors=true")]
    [InlineData("json", "fail-on-missing-field=true")]
    [InlineData("csv", "")]
    [InlineData("csv", "ignore-parse-errors=true~null-literal=t~allow-comments=true")]
    public void EveryPayloadGivesWhatItGivesAlone(string format, string options) => Campaign.Run(150, random =>
    {
        var some = new SomePayloads(random);
        IReadOnlyList<Field> fields = some.Schema(format == "json" ? 3 : 1, hasMaps: format == "json");
        byte[]?[] payloads = new byte[]?[random.Next(1, random.Next(4) == 0 ? 3000 : 40)];
        for (int i = 0; i < payloads.Length; i++)
        {
            string text = format == "csv" ? some.Record(fields)
                : random.Next(6) == 0 ? $"[{some.Object(fields)},{some.Object(fields)}]" : some.Object(fields);
            payloads[i] = random.Next(50) == 0 ? null : random.Next(3) == 0 ? some.Mutated(text) : Encoding.UTF8.GetBytes(text);
        }
        IDecoder decoder = Coded.Decoder(format, fields, options);
        // The second round meets what the first has learned.
        for (int round = 0; round < 2; round++)
        {
            Dictionary<int, List<string>> together = Decode(decoder, fields, payloads);
            for (int i = 0; i < payloads.Length; i++)
            {
                if (payloads.Length > 50 && random.Next(20) > 0) continue;
                List<string> alone = Decode(Coded.Decoder(format, fields, options), fields, payloads[i])[0];
                Assert.True(alone.SequenceEqual(together[i]), Describe(fields, payloads[i], alone, together[i]));
            }
        }
    });

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    public void LinesOfAFileAreRowsOrLetters(string format) => Campaign.Run(20, random =>
    {
        var some = new SomePayloads(random);
        IReadOnlyList<Field> fields = some.Schema(format == "json" ? 2 : 0, hasMaps: true);
        var lines = new List<byte[]>();
        for (int i = random.Next(2000); i > 0; i--)
        {
            byte[] line = some.Mutated(format == "json" ? some.Object(fields) : some.Record(fields));
            // Else it would be two lines, none, or the start of a quotation that hides the line's end.
            if (line.Length > 0 && line[0] is not ((byte)'[' or 0xEF) && !line.AsSpan().ContainsAny("\n\""u8) == (format == "csv"))
                lines.Add([.. line.Where(b => b != '\n' && b != '\r'), (byte)'\n']);
        }
        lines.RemoveAll(l => l.Length == 1);
        File.WriteAllBytes(Path.Combine(_root, "in"), [.. lines.SelectMany(l => l)]);
        TableColumn[] columns = [.. fields.Select(f => new TableColumn(f.Name, f.Type, TableColumnKind.Physical))];
        ISource source = new TableFixture(null).Source(columns, $"""
            connector = filesystem
            path = {_root}/in
            format = {format}
            dead-letter.path = {_root}/letters
            """);
        (int rows, int letters, long offset) = ReadAll(source);
        Assert.Equal(lines.Count, offset);
        Assert.Equal(lines.Count, rows + letters);
    });

    private static (int Rows, int Letters, long Offset) ReadAll(ISource source)
    {
        IReadOnlyList<SourceSplit> splits = Done(source.DiscoverSplitsAsync(default));
        ISourceReader reader = source.CreateReader([.. splits.Select(s => new SplitStart(s, 0))]);
        (int rows, int letters, long offset) = (0, 0, 0);
        while (reader.ReadAsync(default).AsTask().GetAwaiter().GetResult() is { } batch)
        {
            BatchCheck.CheckAll(batch.Rows);
            rows += batch.Rows.Count;
            letters += batch.DeadLetters?.Count ?? 0;
            offset = batch.NextOffset;
        }
        Done(reader.DisposeAsync());
        return (rows, letters, offset);
    }

    /// <summary>What became of each payload: its rows, then its letters.</summary>
    private static Dictionary<int, List<string>> Decode(IDecoder decoder, IReadOnlyList<Field> fields, params byte[]?[] payloads)
    {
        var errors = new Coded.Errors();
        DecodedRows rows = decoder.Decode(Coded.Payloads(payloads), errors);
        var batch = new Batch(rows.Columns, rows.Count, rows.Kinds);
        BatchCheck.CheckAll(batch);
        var formatter = new RowFormatter(new Schema(fields));
        Dictionary<int, List<string>> results = Enumerable.Range(0, payloads.Length).ToDictionary(i => i, _ => new List<string>());
        for (int row = 0; row < rows.Count; row++)
            results[rows.PayloadRows?[row] ?? row].Add(formatter.Format(batch, row));
        foreach (string line in errors.Lines)
        {
            string[] parts = line.Split(' ', 3);
            List<string> result = results[int.Parse(parts[1])];
            Assert.True(result.Count == 0, $"Payload {parts[1]} gave rows and a letter: {line}");
            result.Add("! " + parts[2]);
        }
        return results;
    }

    private static string Describe(IReadOnlyList<Field> fields, byte[]? payload, List<string> alone, List<string> together) => $"""
        {string.Join(", ", fields.Select(f => f.Name + " " + f.Type))}
        {(payload is null ? "NULL" : Encoding.Latin1.GetString(payload))}
        alone:    {string.Join(" ; ", alone)}
        together: {string.Join(" ; ", together)}
        """;

    private static T Done<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private static void Done(ValueTask task) => task.AsTask().GetAwaiter().GetResult();
}
