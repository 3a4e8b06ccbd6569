using System.Text;
using ActorStream.Connectors;
using ActorStream.Connectors.LocalLog;
using ActorStream.Types;

namespace ActorStream.Tests.Connectors.LocalLog;

public sealed class EmbeddedLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("embedded-log-").FullName;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(60));

    public void Dispose()
    {
        _deadline.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task WhatWasCommittedIsThereAfterReopening()
    {
        await using (var log = new EmbeddedLog(_folder))
        {
            await log.CreateTopicAsync("t", 1, null, _deadline.Token);
            await AppendAsync(log, "a", "b");
        }
        await using var again = new EmbeddedLog(_folder);
        await AppendAsync(again, "c");

        Assert.Equal(["a", "b", "c"], await ReadAllAsync(again));
    }

    [Fact]
    public async Task ATornTailOfADeadWriterIsCutOffAndItsOtherFilesAreRemoved()
    {
        string segment;
        await using (var log = new EmbeddedLog(_folder))
        {
            await log.CreateTopicAsync("t", 1, null, _deadline.Token);
            await AppendAsync(log, "a");
            segment = Assert.Single(Directory.GetFiles(_folder, "*.seg", SearchOption.AllDirectories));
        }
        long length = new FileInfo(segment).Length;
        await File.AppendAllTextAsync(segment, "half a frame", _deadline.Token);
        string orphan = Path.Combine(Path.GetDirectoryName(segment)!, "0-1-99.seg");
        await File.WriteAllTextAsync(orphan, "never committed", _deadline.Token);
        RegisterDeadWriter(1);

        await using var again = new EmbeddedLog(_folder);
        Assert.Equal(["a"], await ReadAllAsync(again));
        Assert.Equal(length, new FileInfo(segment).Length);
        Assert.False(File.Exists(orphan));
    }

    /// <summary>What is written to a removed file, nobody finds; and what is read from it is not what another process writes.</summary>
    [Fact]
    public async Task AFolderThatIsRemovedIsNoticedByReadersAndWriters()
    {
        var log = new EmbeddedLog(_folder);
        await log.CreateTopicAsync("t", 1, null, _deadline.Token);
        await AppendAsync(log, "a");
        await using ILogReader reader = log.OpenReader([new LogOffset(new LogPartition("t", 0), 1)]);
        await using ILogTransaction transaction = await log.OpenTransactionAsync("id", TimeSpan.FromMinutes(1), null, _deadline.Token);
        Assert.True((await reader.ReadAsync(_deadline.Token)).IsAtEnd);
        Task read = reader.ReadAsync(_deadline.Token).AsTask();
        Directory.Delete(_folder, recursive: true);
        var e = await Assert.ThrowsAsync<StateException>(() => read);
        Assert.Contains("was removed, moved or replaced while it was in use", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StateException>(async () => await transaction.CommitAsync(
            new Dictionary<string, IReadOnlyList<LogOffset>> { ["g"] = [new LogOffset(new LogPartition("t", 0), 1)] }, _deadline.Token));
        await Assert.ThrowsAsync<StateException>(async () => await log.CreateTopicAsync("u", 1, null, _deadline.Token));
        await log.DisposeAsync();
        Directory.CreateDirectory(_folder);
    }

    [Fact]
    public async Task FilesOfALivingWriterAreLeftAlone()
    {
        await using var log = new EmbeddedLog(_folder);
        await log.CreateTopicAsync("t", 1, null, _deadline.Token);
        await using ILogTransaction transaction = await log.OpenTransactionAsync("id", TimeSpan.FromMinutes(1), null, _deadline.Token);
        for (int i = 0; i < 2000; i++) await transaction.AppendAsync(Records("staged"), _deadline.Token);
        await using (var other = new EmbeddedLog(_folder)) await AppendAsync(other, "other");
        await transaction.CommitAsync(new Dictionary<string, IReadOnlyList<LogOffset>>(), _deadline.Token);

        Assert.Equal(["other", .. Enumerable.Repeat("staged", 2000)], await ReadAllAsync(log));
    }

    [Fact]
    public async Task AChangedByteIsNoticed()
    {
        await using var log = new EmbeddedLog(_folder);
        await log.CreateTopicAsync("t", 1, null, _deadline.Token);
        await AppendAsync(log, "a value to be changed");
        string segment = Assert.Single(Directory.GetFiles(_folder, "*.seg", SearchOption.AllDirectories));
        await using (FileStream file = new(segment, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = file.Length - 3;
            file.WriteByte((byte)'X');
        }

        var error = await Assert.ThrowsAsync<ConnectorException>(() => ReadAllAsync(log));
        Assert.Contains("t-0@0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManySmallFlushesAreReadTogether()
    {
        await using var log = new EmbeddedLog(_folder);
        await log.CreateTopicAsync("t", 1, null, _deadline.Token);
        await using ILogAppender appender = log.OpenAppender();
        for (int i = 0; i < 300; i++)
        {
            await appender.AppendAsync(Records($"{i}"), _deadline.Token);
            await appender.FlushAsync(_deadline.Token);
        }
        await using ILogReader reader = log.OpenReader([new LogOffset(new("t", 0), 0)]);
        LogRecords first = await reader.ReadAsync(_deadline.Token);

        Assert.Equal(300, first.Count);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"{i}"), await ReadAllAsync(log));
    }

    [Fact]
    public async Task ATopicsNameMayNotLeaveTheFolder()
    {
        await using var log = new EmbeddedLog(_folder);

        await Assert.ThrowsAsync<ActorStreamException>(async () => await log.CreateTopicAsync("../x", 1, null, _deadline.Token));
    }

    private static LogAppend Records(params string[] values)
    {
        var builder = new BytesColumnBuilder();
        foreach (string value in values) builder.Append(value);
        return new LogAppend { Topic = "t", Partition = 0, Count = values.Length, Values = (BytesColumn)builder.Build() };
    }

    private async Task AppendAsync(EmbeddedLog log, params string[] values)
    {
        await using ILogAppender appender = log.OpenAppender();
        await appender.AppendAsync(Records(values), _deadline.Token);
        await appender.FlushAsync(_deadline.Token);
    }

    private async Task<List<string>> ReadAllAsync(EmbeddedLog log)
    {
        await using ILogReader reader = log.OpenReader([new LogOffset(new("t", 0), 0)]);
        var values = new List<string>();
        while (true)
        {
            LogRecords records = await reader.ReadAsync(_deadline.Token);
            for (int i = 0; i < records.Count; i++) values.Add(Encoding.UTF8.GetString(records.Values[i]));
            if (records.IsAtEnd) return values;
        }
    }

    private void RegisterDeadWriter(long id)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_folder, "log.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"INSERT OR IGNORE INTO writers VALUES ({id})";
        command.ExecuteNonQuery();
    }
}
