using System.IO.Hashing;
using ActorStream.Connectors;
using ActorStream.Connectors.LocalLog;
using ActorStream.IntegrationTests.Support;
using ActorStream.Types;

namespace ActorStream.IntegrationTests.Connectors;

/// <summary>A disk that is full: whoever writes to it is told which file has no room, and goes on once there is some.</summary>
[Trait("Category", "SmallDisk")]
public sealed class FullDiskTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [RequiresSmallDiskFact]
    public async Task CommitOfTheEmbeddedLogNamesItsDatabaseAndSucceedsOnceThereIsRoom()
    {
        using SmallDisk disk = SmallDisk.Mount(2000);
        await using var log = new EmbeddedLog(disk.Folder);
        await log.CreateTopicAsync("t", 1, null, None);
        await using ILogTransaction transaction = await log.OpenTransactionAsync("id", TimeSpan.FromMinutes(1), null, None);
        Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(Offsets(0, 1), None));
        disk.Fill(leftKilobytes: 40);
        ConnectorException e = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            for (int i = 1; i < 1000; i++) await transaction.CommitAsync(Offsets(i, 50), None);
        });
        Assert.StartsWith($"The embedded log's database \"{disk.Folder}/log.db\" ", e.Message, StringComparison.Ordinal);
        Assert.True(e.IsTransient);
        for (int i = 0; i < 3; i++)
        {
            e = await Assert.ThrowsAsync<ConnectorException>(async () => await transaction.CommitAsync(Offsets(2000, 2000), None));
            Assert.Contains("has no room left for what is written", e.Message, StringComparison.Ordinal);
        }
        disk.MakeRoom();
        Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(Offsets(2000, 2), None));
        IReadOnlyList<LogOffset> found = await log.CommittedOffsetsAsync("group 2000", [new LogPartition("t", 0)], None);
        Assert.Equal(2000, Assert.Single(found).Offset);
    }

    [RequiresSmallDiskFact]
    public async Task RecordsOfTheEmbeddedLogNameTheirFile()
    {
        using SmallDisk disk = SmallDisk.Mount(2000);
        await using var log = new EmbeddedLog(disk.Folder);
        await log.CreateTopicAsync("t", 1, null, None);
        await using ILogTransaction transaction = await log.OpenTransactionAsync("id", TimeSpan.FromMinutes(1), null, None);
        disk.Fill(leftKilobytes: 100);
        var values = new BytesColumnBuilder();
        values.Append(new byte[400_000]);
        var records = new LogAppend { Topic = "t", Count = 1, Values = (BytesColumn)values.Build() };
        ConnectorException e = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            await transaction.AppendAsync(records, None);
            await transaction.CommitAsync(Offsets(0, 1), None);
        });
        Assert.StartsWith($"The embedded log's file \"{disk.Folder}/segments/", e.Message, StringComparison.Ordinal);
        Assert.True(e.IsTransient);
        await transaction.AbortAsync(None);
        disk.MakeRoom();
        await transaction.AppendAsync(records, None);
        Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(Offsets(0, 1), None));
    }

    [RequiresSmallDiskFact]
    public async Task CheckpointStoreNamesItsFileAndSucceedsOnceThereIsRoom()
    {
        using SmallDisk disk = SmallDisk.Mount(2000);
        await using ICheckpointStore store = CheckpointStoreFactory.Create($"sqlite:{disk.Folder}/state.db");
        await store.OpenAsync(None);
        ShardOwnership owner = await store.AcquireAsync("job", [0], "me", "id", None);
        disk.Fill(leftKilobytes: 100);
        for (int i = 0; i < 3; i++)
        {
            var e = await Assert.ThrowsAsync<ConnectorException>(() => WriteAsync(500_000));
            Assert.StartsWith($"SQLite {disk.Folder}/state.db has no room left for what is written", e.Message, StringComparison.Ordinal);
            Assert.True(e.IsTransient);
        }
        disk.MakeRoom();
        await WriteAsync(500_000);
        Assert.Equal(500_000, (await store.ReadSegmentAsync("s", None))!.Length);

        async Task WriteAsync(int size)
        {
            byte[] data = new byte[size];
            new Random(1).NextBytes(data);
            var segment = new StateSegment("s", data, Crc32.HashToUInt32(data), 1);
            var manifest = new CheckpointManifest
            {
                Job = "job",
                Shard = 0,
                CheckpointId = (owner.Epochs[0] << 40) + 1,
                ParentId = 0,
                Epoch = owner.Epochs[0],
                TimestampMs = 1,
                Segments = [new SegmentReference(segment.Id, size, segment.Crc32, 1)],
                Body = [],
                Crc32 = Crc32.HashToUInt32([]),
            };
            await store.WriteAsync([manifest], [segment], None);
        }
    }

    private static Dictionary<string, IReadOnlyList<LogOffset>> Offsets(int from, int count) =>
        Enumerable.Range(from, count).ToDictionary(
            static i => $"group {i}", static i => (IReadOnlyList<LogOffset>)[new LogOffset(new LogPartition("t", 0), i)]);
}
