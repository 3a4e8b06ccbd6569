using ActorStream.Connectors;
using ActorStream.Tests.Cli;

namespace ActorStream.Tests.Connectors.FileSystem;

/// <summary>source.monitor-interval: files that come while the table is read.</summary>
public sealed class WatchedFilesTests : IDisposable
{
    private static readonly Field[] Columns = [new("a", DataType.Int)];

    private readonly string _folder = Directory.CreateTempSubdirectory("actorstream-files-").FullName;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(30));

    public void Dispose()
    {
        _deadline.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task NewFilesAreReadOnceInTheOrderOfTheirTimes()
    {
        Write("in/z.json", "{\"a\":1}\n{\"a\":2}\n", hour: 1);
        Write("in/a.json", "{\"a\":3}\n", hour: 2);
        ISource source = Open();
        Assert.False(source.IsBounded);
        await using ISourceReader reader = await StartAsync(source, null);
        Assert.Equal((int[])[1, 2], Values(await reader.ReadAsync(_deadline.Token)));
        Assert.Equal((int[])[3], Values(await reader.ReadAsync(_deadline.Token)));
        Task<SourceBatch?> next = reader.ReadAsync(_deadline.Token).AsTask();
        Write("in/.unfinished", "{\"a\":9}\n", hour: 3);
        Write("in/sub/b.json", "{\"a\":4}\n", hour: 3);
        Assert.Equal((int[])[4], Values(await next));
        File.AppendAllText(Path.Combine(_folder, "in/z.json"), "{\"a\":9}\n");
        next = reader.ReadAsync(_deadline.Token).AsTask();
        Write("in/c.json", "{\"a\":5}\n", hour: 4);
        Assert.Equal((int[])[5], Values(await next));
    }

    [Fact]
    public async Task ReadingGoesOnBehindEveryBatch()
    {
        Write("in/1.json", Lines(0, 5000), hour: 1);
        Write("in/2.json", "", hour: 2);
        Write("in/3.json", Lines(5000, 10), hour: 3);
        await using ISourceReader reader = await StartAsync(Open(), null);
        var seen = new List<int>();
        byte[]? state = null;
        while (seen.Count < 5010)
        {
            SourceBatch batch = (await reader.ReadAsync(_deadline.Token))!;
            Assert.False(batch.IsEnd);
            seen.AddRange(Values(batch));
            state = batch.State?.Invoke() ?? state;
            Write("in/4.json", Lines(5010, 1), hour: 4);
            await using ISourceReader again = await StartAsync(Open(), new SplitStart(batch.Split, batch.NextOffset) { State = state });
            var rest = new List<int>();
            while (seen.Count + rest.Count < 5011) rest.AddRange(Values(await again.ReadAsync(_deadline.Token)));
            Assert.Equal(Enumerable.Range(0, 5011), seen.Concat(rest));
        }
        Assert.Equal(Enumerable.Range(0, 5010), seen);
    }

    [Fact]
    public async Task AFileThatGoesBeforeItIsReadIsPassedOver()
    {
        Write("in/1.json", Lines(1, 1), hour: 1);
        Write("in/2.json", Lines(2, 1), hour: 2);
        Write("in/3.json", Lines(3, 1), hour: 3);
        await using ISourceReader reader = await StartAsync(Open(), null);
        Assert.Equal((int[])[1], Values(await reader.ReadAsync(_deadline.Token)));
        File.Delete(Path.Combine(_folder, "in/2.json"));
        Assert.Equal((int[])[3], Values(await reader.ReadAsync(_deadline.Token)));
    }

    [Fact]
    public async Task AJobGoesOnWithTheFilesThatCameMeanwhile()
    {
        Write("in/0.json", Lines(1, 1), hour: 1);
        Write("in/1.json", Lines(2, 2), hour: 1);
        await RunUntilAsync(3);
        // What was read may stay, and may be taken away.
        File.Delete(Path.Combine(_folder, "in/0.json"));
        Write("in/2.json", Lines(4, 2), hour: 2);
        await RunUntilAsync(5, whileRunning: () => Write("in/3.json", Lines(6, 2), hour: 3), thenUntil: 7);
        Assert.Equal(Enumerable.Range(1, 7), Written());
    }

    /// <summary>So many that what is remembered of them is stored in pieces.</summary>
    [Fact]
    public async Task AJobGoesOnAfterManyFiles()
    {
        const int Files = 600;
        for (int i = 0; i < Files; i++) Write($"in/{new string('x', 100)}-{i:0000}.json", Lines(i, 1), hour: 1);
        await RunUntilAsync(Files);
        Write("in/next.json", Lines(Files, 1), hour: 2);
        await RunUntilAsync(Files + 1);
        Assert.Equal(Enumerable.Range(0, Files + 1), Written());
        await RunUntilAsync(Files + 1, whileRunning: () => Write("in/last.json", Lines(Files + 1, 1), hour: 3), thenUntil: Files + 2);
        Assert.Equal(Enumerable.Range(0, Files + 2), Written());
    }

    [Theory]
    [InlineData("0 s")]
    [InlineData("-1 s")]
    [InlineData("soon")]
    public void AnIntervalIsADurationAboveZero(string interval) =>
        Assert.Contains("'source.monitor-interval'", Assert.Throws<ActorStreamException>(() => Open(interval)).Message,
            StringComparison.Ordinal);

    private async Task RunUntilAsync(int rows, Action? whileRunning = null, int thenUntil = 0)
    {
        string script = Path.Combine(_folder, "job.sql");
        await File.WriteAllTextAsync(script, $"""
            SET 'execution.checkpointing.interval' = '50ms';
            CREATE TABLE source (a INT) WITH ('connector' = 'filesystem', 'path' = '{_folder}/in', 'format' = 'json',
                'source.monitor-interval' = '20ms');
            CREATE TABLE sink (a INT) WITH ('connector' = 'filesystem', 'path' = '{_folder}/out', 'format' = 'csv');
            INSERT INTO sink SELECT a FROM source;
            """);
        using var stop = new CancellationTokenSource();
        Task<CliRun> run = CliRun.InvokeAsync(stop.Token, "run", "-f", script, "--local", Path.Combine(_folder, "data"), "--rest", "off");
        await UntilAsync(rows);
        whileRunning?.Invoke();
        await UntilAsync(thenUntil);
        await stop.CancelAsync();
        CliRun ended = await run;
        Assert.True(ended.ExitCode is 0 or 130, ended.Error);

        async Task UntilAsync(int count)
        {
            while (Written().Count < count && !run.IsCompleted)
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, _deadline.Token);
        }
    }

    private List<int> Written()
    {
        string root = Path.Combine(_folder, "out");
        return !Directory.Exists(root) ? [] : [.. Directory.EnumerateFiles(root, "part-*").SelectMany(File.ReadAllLines)
            .Select(static l => int.Parse(l)).Order()];
    }

    private ISource Open(string interval = "10 ms") => Connected.Source(Connected.Table(
        Columns, $"connector=filesystem~format=json~path={_folder}/in~source.monitor-interval={interval}"));

    private async Task<ISourceReader> StartAsync(ISource source, SplitStart? from)
    {
        await source.OpenAsync(_deadline.Token);
        SourceSplit split = Assert.Single(await source.DiscoverSplitsAsync(_deadline.Token));
        return source.CreateReader(await source.ResolveAsync([from ?? new SplitStart(split, null)], _deadline.Token));
    }

    private void Write(string file, string text, int hour)
    {
        string path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string hidden = Path.Combine(Path.GetDirectoryName(path)!, "." + Path.GetFileName(path) + ".tmp");
        File.WriteAllText(hidden, text);
        File.SetLastWriteTimeUtc(hidden, new DateTime(2024, 2, 29, hour, 0, 0, DateTimeKind.Utc));
        File.Move(hidden, path, overwrite: true);
    }

    private static string Lines(int first, int count) =>
        string.Concat(Enumerable.Range(first, count).Select(static i => $"{{\"a\":{i}}}\n"));

    private static int[] Values(SourceBatch? batch) => batch!.Rows.Count == 0
        ? [] : ((ActorStream.Types.FixedColumn<int>)batch.Rows.Columns[0]).Span[..batch.Rows.Count].ToArray();
}
