using System.IO.Hashing;
using ActorStream.Connectors;

namespace ActorStream.Tests.Connectors.Sql;

/// <summary>What every checkpoint store must do, whatever is behind it.</summary>
public abstract class CheckpointStoreContract
{
    protected static CancellationToken None => CancellationToken.None;

    /// <summary>A store that is not open yet, over the test's own empty database; each call another one over the same.</summary>
    protected abstract ICheckpointStore NewStore();

    [StoreFact]
    public async Task EpochRisesWithEveryOwner()
    {
        await using ICheckpointStore store = await OpenAsync();
        ShardOwnership first = await store.AcquireAsync("job", [0, 1], "a", "tx-a", None);
        Assert.Equal([1L, 1L], [first.Epochs[0], first.Epochs[1]]);
        Assert.Empty(first.FormerTransactionalIds);
        ShardOwnership second = await store.AcquireAsync("job", [1, 2], "b", "tx-b", None);
        Assert.Equal([2L, 1L], [second.Epochs[1], second.Epochs[2]]);
        Assert.Equal(["tx-a"], second.FormerTransactionalIds);
        Assert.Equal(1, (await store.AcquireAsync("other", [1], "b", "tx-b", None)).Epochs[1]);
    }

    [StoreFact]
    public async Task OwnTransactionalIdIsNotToBeFenced()
    {
        await using ICheckpointStore store = await OpenAsync();
        await store.AcquireAsync("job", [0], "a", "tx-a", None);
        Assert.Empty((await store.AcquireAsync("job", [0], "a", "tx-a", None)).FormerTransactionalIds);
    }

    [StoreFact]
    public async Task OwnersBeforeOneThatDiedWhileItTookOverAreStillToBeFenced()
    {
        await using ICheckpointStore store = await OpenAsync();
        await store.AcquireAsync("job", [0], "a", "tx-a", None);
        await store.AcquireAsync("job", [0], "b", "tx-b", None);
        Assert.Equal(["tx-a", "tx-b"], (await store.AcquireAsync("job", [0], "c", "tx-c", None)).FormerTransactionalIds);
    }

    [StoreFact]
    public async Task OwnersBeforeOneThatWroteAreForgotten()
    {
        await using ICheckpointStore store = await OpenAsync();
        await store.AcquireAsync("job", [0], "a", "tx-a", None);
        await store.AcquireAsync("job", [0], "b", "tx-b", None);
        await store.WriteAsync([Manifest(epoch: 2)], [], None);
        await store.AcquireAsync("job", [0], "c", "tx-c", None);
        Assert.Equal(["tx-b", "tx-c"], (await store.AcquireAsync("job", [0], "d", "tx-d", None)).FormerTransactionalIds);
    }

    [StoreFact]
    public async Task TwoThatAcquireAtOnceGetEpochsOfTheirOwn()
    {
        await using ICheckpointStore one = await OpenAsync();
        await using ICheckpointStore two = await OpenAsync();
        var epochs = new List<long>();
        for (int round = 0; round < 10; round++)
        {
            Task<ShardOwnership> a = one.AcquireAsync("job", [0, 1, 2], "a", "tx-a", None).AsTask();
            Task<ShardOwnership> b = two.AcquireAsync("job", [2, 1, 0], "b", "tx-b", None).AsTask();
            epochs.Add((await a).Epochs[0]);
            epochs.Add((await b).Epochs[0]);
        }
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), epochs.Order());
    }

    [StoreFact]
    public async Task CheckpointReadsBackAfterReopening()
    {
        StateSegment segment = Segment("s-1", 100_000);
        CheckpointManifest manifest = Manifest(segments: [segment], body: [1, 2, 3]);
        await using (ICheckpointStore store = await OpenAsync(acquire: true)) await store.WriteAsync([manifest], [segment], None);
        await using ICheckpointStore again = await OpenAsync();
        CheckpointManifest? read = await again.ReadManifestAsync("job", 0, manifest.CheckpointId, None);
        AssertEqual(manifest, read);
        Assert.Equal(segment.Data, await again.ReadSegmentAsync("s-1", None));
        Assert.Null(await again.ReadManifestAsync("job", 0, manifest.CheckpointId + 1, None));
        Assert.Null(await again.ReadManifestAsync("JOB", 0, manifest.CheckpointId, None));
        Assert.Null(await again.ReadSegmentAsync("S-1", None));
    }

    [StoreTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData(5_000_000)]
    public async Task SegmentAndBodyOfAnySizeReadBack(int size)
    {
        await using ICheckpointStore store = await OpenAsync(acquire: true);
        StateSegment segment = Segment("s", size);
        CheckpointManifest manifest = Manifest(segments: [segment], body: segment.Data);
        await store.WriteAsync([manifest], [segment], None);
        Assert.Equal(segment.Data, await store.ReadSegmentAsync("s", None));
        AssertEqual(manifest, await store.ReadManifestAsync("job", 0, manifest.CheckpointId, None));
    }

    [StoreFact]
    public async Task ManyShardsAndSegmentsGoInOneWrite()
    {
        await using ICheckpointStore store = await OpenAsync();
        await store.AcquireAsync("job", [.. Enumerable.Range(0, 70)], "a", "tx", None);
        StateSegment[] segments = [.. Enumerable.Range(0, 140).Select(i => Segment($"s-{i}", 3000 + i))];
        CheckpointManifest[] manifests = [.. Enumerable.Range(0, 70).Select(i => Manifest(i, segments: [segments[i], segments[i + 70]]))];
        await store.WriteAsync([.. manifests.Reverse()], segments, None);
        IReadOnlyList<CheckpointManifest> read = await store.ListManifestsAsync("job", None);
        Assert.Equal(Enumerable.Range(0, 70), read.Select(m => m.Shard));
        for (int i = 0; i < 70; i++) AssertEqual(manifests[i], read[i]);
        Assert.Equal(segments[139].Data, await store.ReadSegmentAsync("s-139", None));
    }

    [StoreFact]
    public async Task StaleOwnerWritesNothing()
    {
        await using ICheckpointStore store = await OpenAsync();
        await store.AcquireAsync("job", [0, 1], "a", "tx-a", None);
        await store.AcquireAsync("job", [1], "b", "tx-b", None);
        StateSegment segment = Segment("s", 10);
        var e = await Assert.ThrowsAsync<StaleOwnerException>(
            async () => await store.WriteAsync([Manifest(0, segments: [segment]), Manifest(1, segments: [segment])], [segment], None));
        Assert.Equal("Shard 1 of job \"job\" is owned under epoch 2, not 1.", e.Message);
        Assert.Empty(await store.ListManifestsAsync("job", None));
        Assert.Null(await store.ReadSegmentAsync("s", None));
    }

    [StoreFact]
    public async Task ShardThatNobodyAcquiredCannotBeWritten()
    {
        await using ICheckpointStore store = await OpenAsync();
        await Assert.ThrowsAsync<StaleOwnerException>(async () => await store.WriteAsync([Manifest()], [], None));
    }

    [StoreFact]
    public async Task RepeatedWriteIsTheSameWrite()
    {
        await using ICheckpointStore store = await OpenAsync(acquire: true);
        StateSegment segment = Segment("s", 10);
        CheckpointManifest manifest = Manifest(segments: [segment]);
        await store.WriteAsync([manifest], [segment], None);
        await store.WriteAsync([manifest], [segment], None);
        Assert.Single(await store.ListManifestsAsync("job", None));
        var e = await Assert.ThrowsAsync<ConnectorException>(async () =>
            await store.WriteAsync([manifest with { TimestampMs = 7 }], [], None));
        Assert.Contains("exists with other content", e.Message, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task ManifestCannotNameASegmentThatIsNotThere()
    {
        await using ICheckpointStore store = await OpenAsync(acquire: true);
        var e = await Assert.ThrowsAsync<ConnectorException>(
            async () => await store.WriteAsync([Manifest(segments: [Segment("missing", 10)])], [], None));
        Assert.Equal("A checkpoint names a segment that is not in the store.", e.Message);
        Assert.Empty(await store.ListManifestsAsync("job", None));
    }

    [StoreFact]
    public async Task OwnersAreWhoAcquiredLast()
    {
        await using ICheckpointStore store = await OpenAsync(acquire: true);
        await using ICheckpointStore other = await OpenAsync();
        await other.AcquireAsync("job", [0, 1], "b", "tx", None);
        await other.AcquireAsync("another", [0], "c", "tx", None);
        IReadOnlyDictionary<int, ShardOwner> owners = await store.ReadOwnersAsync("job", None);
        Assert.Equal([(0, new ShardOwner(2, "b")), (1, new ShardOwner(1, "b"))], owners.OrderBy(o => o.Key).Select(o => (o.Key, o.Value)));
        Assert.Empty(await store.ReadOwnersAsync("nobody", None));
    }

    [StoreFact]
    public async Task SegmentWhoseCrcIsNotItsDatasIsRefused()
    {
        await using ICheckpointStore store = await OpenAsync(acquire: true);
        StateSegment segment = Segment("s", 10) with { Crc32 = 1 };
        await Assert.ThrowsAsync<StateException>(async () => await store.WriteAsync([Manifest(segments: [segment])], [segment], None));
    }

    [StoreFact]
    public async Task CollectionFollowsItsRules()
    {
        await using ICheckpointStore store = await OpenAsync(acquire: true);
        // Epoch 1: ids 1..5 of times 10..50, each with a segment of its own and that of the one before.
        StateSegment[] segments = [.. Enumerable.Range(0, 6).Select(i => Segment($"s-{i}", 10))];
        for (int i = 1; i <= 5; i++)
        {
            StateSegment[] fresh = i == 1 ? [segments[0], segments[1]] : [segments[i]];
            await store.WriteAsync([Manifest(sequence: i, segments: [segments[i - 1], segments[i]], timestampMs: i * 10)], fresh, None);
        }
        Assert.Equal((0, 0), await store.CollectAsync("job", [(0, Id(1, 4))], 1, 10, None));
        Assert.Equal((0, 0), await store.CollectAsync("nobody", [], 99, 1000, None));
        // Older than 35: 1, 2, 3; all of them below the oldest one kept. Segment 3 is 4's too.
        Assert.Equal((3, 3), await store.CollectAsync("job", [(0, Id(1, 4))], 1, 35, None));
        Assert.Equal([Id(1, 4), Id(1, 5)], (await store.ListManifestsAsync("job", None)).Select(m => m.CheckpointId));
        // 5 is above the oldest one kept and of the current epoch: it may be on its way to its commit.
        Assert.Equal((0, 0), await store.CollectAsync("job", [(0, Id(1, 4))], 1, 1000, None));
        Assert.Equal((1, 1), await store.CollectAsync("job", [(0, Id(1, 4))], 2, 1000, None));
        Assert.Null(await store.ReadSegmentAsync("s-5", None));
        Assert.NotNull(await store.ReadSegmentAsync("s-3", None));
    }

    [StoreFact]
    public async Task CollectionLeavesWhatASavepointOrAnotherJobNames()
    {
        await using ICheckpointStore store = await OpenAsync(acquire: true);
        await store.AcquireAsync("other", [0], "a", "tx", None);
        StateSegment[] segments = [Segment("s-0", 10), Segment("s-1", 10), Segment("s-2", 10)];
        CheckpointManifest manifest = Manifest(segments: segments[..2]);
        await store.WriteAsync([manifest], segments[..2], None);
        await store.WriteAsync([Manifest(job: "other", segments: segments[1..])], segments[2..], None);
        await store.WriteSavepointAsync(new Savepoint("sp", "job", 1, [manifest with { Segments = [manifest.Segments[0]] }]), None);
        Assert.Equal((1, 0), await store.CollectAsync("job", [(0, Id(9, 1))], 9, long.MaxValue, None));
        Assert.NotNull(await store.ReadSegmentAsync("s-0", None));
        Assert.NotNull(await store.ReadSegmentAsync("s-1", None));
    }

    /// <summary>Shards that a job has gained may have lower epochs than those that it has long had, and another owner.</summary>
    [StoreFact]
    public async Task CollectionLeavesShardsThatAreNotNamed()
    {
        await using ICheckpointStore store = await OpenAsync(acquire: true);
        await store.AcquireAsync("job", [0], "b", "tx", None);
        await store.AcquireAsync("job", [0, 1], "c", "tx", None);
        await store.WriteAsync([Manifest(epoch: 3), Manifest(shard: 1, epoch: 1)], [], None);
        Assert.Equal((0, 0), await store.CollectAsync("job", [(0, Id(2, 1))], 2, long.MaxValue, None));
        Assert.Equal([0, 1], (await store.ListManifestsAsync("job", None)).Select(m => m.Shard));
    }

    [StoreFact]
    public async Task ForgettingLeavesSavepointsAndEpochs()
    {
        await using ICheckpointStore store = await OpenAsync(acquire: true);
        StateSegment[] segments = [Segment("s-0", 10), Segment("s-1", 10)];
        CheckpointManifest manifest = Manifest(segments: segments);
        await store.WriteAsync([manifest], segments, None);
        var savepoint = new Savepoint("sp", "job", 1, [manifest with { Segments = [manifest.Segments[0]] }]);
        await store.WriteSavepointAsync(savepoint, None);
        await store.ForgetAsync("job", None);
        Assert.Empty(await store.ListManifestsAsync("job", None));
        Assert.NotNull(await store.ReadSegmentAsync("s-0", None));
        Assert.Null(await store.ReadSegmentAsync("s-1", None));
        AssertEqual(savepoint.Manifests[0], (await store.ReadSavepointAsync("sp", None))?.Manifests[0]);
        Assert.Equal(2, (await store.AcquireAsync("job", [0], "b", "tx", None)).Epochs[0]);
    }

    [StoreFact]
    public async Task SavepointsReadBackNewestFirst()
    {
        await using ICheckpointStore store = await OpenAsync(acquire: true);
        StateSegment segment = Segment("s", 10);
        CheckpointManifest manifest = Manifest(segments: [segment], body: [9]);
        await store.WriteAsync([manifest], [segment], None);
        var old = new Savepoint("old", "job", 1, [manifest]);
        await store.WriteSavepointAsync(old, None);
        await store.WriteSavepointAsync(old, None);
        await store.WriteSavepointAsync(new Savepoint("new", "job", 2, [manifest, manifest with { Shard = 1 }]), None);
        Assert.Equal(["new", "old"], (await store.ListSavepointsAsync(None)).Select(s => s.Name));
        Savepoint? read = await store.ReadSavepointAsync("new", None);
        Assert.Equal(("new", "job", 2L, 2), (read!.Name, read.Job, read.TimestampMs, read.Manifests.Count));
        Assert.Null(await store.ReadSavepointAsync("none", None));
        var e = await Assert.ThrowsAsync<ConnectorException>(
            async () => await store.WriteSavepointAsync(new Savepoint("old", "job", 3, [manifest]), None));
        Assert.Equal("Savepoint \"old\" exists already.", e.Message);
    }

    [StoreFact]
    public async Task StoresThatOpenAtOnceMakeTheTablesOnce()
    {
        ICheckpointStore[] stores = [.. Enumerable.Range(0, 4).Select(_ => NewStore())];
        await Task.WhenAll(stores.Select(s => s.OpenAsync(None).AsTask()));
        await stores[0].AcquireAsync("job", [0], "a", "tx", None);
        foreach (ICheckpointStore store in stores) await store.DisposeAsync();
    }

    [StoreFact]
    public async Task CollectionBesideAWriterNeverTakesWhatTheWriterNames()
    {
        await using ICheckpointStore writer = await OpenAsync(acquire: true);
        await using ICheckpointStore collector = await OpenAsync();
        StateSegment previous = Segment("s-0", 10);
        await writer.WriteAsync([Manifest(sequence: 1, segments: [previous])], [previous], None);
        for (int i = 2; i < 30; i++)
        {
            StateSegment fresh = Segment($"s-{i}", 10);
            Task collects = collector.CollectAsync("job", [(0, Id(1, i - 1))], 1, long.MaxValue, None).AsTask();
            await writer.WriteAsync([Manifest(sequence: i, segments: [previous, fresh])], [fresh], None);
            await collects;
            Assert.NotNull(await writer.ReadSegmentAsync(previous.Id, None));
            previous = fresh;
        }
    }

    [StoreFact]
    public async Task NamesThatAreTooLongAreRefused()
    {
        await using ICheckpointStore store = await OpenAsync();
        await Assert.ThrowsAsync<ActorStreamException>(async () => await store.AcquireAsync(new string('x', 256), [0], "a", "tx", None));
        string longest = new('é', 255);
        await store.AcquireAsync(longest, [0], longest, longest, None);
        await store.WriteAsync([Manifest(job: longest)], [], None);
        Assert.Single(await store.ListManifestsAsync(longest, None));
    }

    protected async Task<ICheckpointStore> OpenAsync(bool acquire = false)
    {
        ICheckpointStore store = NewStore();
        await store.OpenAsync(None);
        if (acquire) await store.AcquireAsync("job", [0], "a", "tx", None);
        return store;
    }

    protected static long Id(long epoch, long sequence) => epoch << 40 | sequence;

    protected static StateSegment Segment(string id, int size)
    {
        byte[] data = new byte[size];
        new Random(size).NextBytes(data);
        return new StateSegment(id, data, Crc32.HashToUInt32(data), 1);
    }

    protected static CheckpointManifest Manifest(
        int shard = 0, long epoch = 1, long sequence = 1, string job = "job", StateSegment[]? segments = null, byte[]? body = null,
        long timestampMs = 1) => new()
        {
            Job = job,
            Shard = shard,
            CheckpointId = Id(epoch, sequence),
            ParentId = sequence == 1 ? 0 : Id(epoch, sequence - 1),
            Epoch = epoch,
            TimestampMs = timestampMs,
            Segments = [.. (segments ?? []).Select(s => new SegmentReference(s.Id, s.Data.Length, s.Crc32, s.RowCount))],
            Body = body ?? [],
            Crc32 = Crc32.HashToUInt32(body ?? []),
        };

    private static void AssertEqual(CheckpointManifest expected, CheckpointManifest? got)
    {
        Assert.NotNull(got);
        Assert.Equal(expected with { Segments = [], Body = [] }, got with { Segments = [], Body = [] });
        Assert.Equal(expected.Segments, got.Segments);
        Assert.Equal(expected.Body, got.Body);
    }
}

/// <summary>What every checkpoint store over SQL must do besides.</summary>
public abstract class SqlCheckpointStoreContract : CheckpointStoreContract
{
    /// <summary>Runs a statement in the database, behind the store's back.</summary>
    protected abstract void Execute(string sql);

    [StoreFact]
    public async Task DamagedBytesAreNotHandedOut()
    {
        await using ICheckpointStore store = await OpenAsync(acquire: true);
        StateSegment segment = Segment("s", 2_000_000);
        CheckpointManifest manifest = Manifest(segments: [segment]);
        await store.WriteAsync([manifest], [segment], None);
        Execute("DELETE FROM actorstream_blobs WHERE id = 's:s' AND part = 1");
        var e = await Assert.ThrowsAsync<StateException>(async () => await store.ReadSegmentAsync("s", None));
        Assert.Contains("is damaged: expected 2000000 bytes, got", e.Message, StringComparison.Ordinal);
        Execute("UPDATE actorstream_segments SET crc32 = 5, size_bytes = 1 WHERE id = 's'");
        Execute("UPDATE actorstream_manifests SET crc32 = crc32 + 1");
        await Assert.ThrowsAsync<StateException>(async () => await store.ReadSegmentAsync("s", None));
        e = await Assert.ThrowsAsync<StateException>(async () => await store.ReadManifestAsync("job", 0, manifest.CheckpointId, None));
        Assert.Contains("expected CRC", e.Message, StringComparison.Ordinal);
    }

    /// <summary>A database may keep the checkpoints of a thousand jobs: each of a job's checkpoints would look through all of them. A
    /// row that nobody names, which no job's collection can have reached, tells.</summary>
    [StoreFact]
    public async Task CollectionLooksAtNoOtherJobsSegments()
    {
        await using ICheckpointStore store = await OpenAsync(acquire: true);
        Execute("INSERT INTO actorstream_segments (id, size_bytes, crc32, row_count) VALUES ('other/0/1', 1, 1, 1)");
        StateSegment[] segments = [Segment("job/0/1", 10), Segment("job/0/2", 10)];
        await store.WriteAsync([Manifest(sequence: 1, segments: segments[..1])], segments[..1], None);
        await store.WriteAsync([Manifest(sequence: 2, segments: segments[1..])], segments[1..], None);
        Assert.Equal((1, 1), await store.CollectAsync("job", [(0, Id(1, 2))], 1, long.MaxValue, None));
        Execute("INSERT INTO actorstream_segment_references (segment_id, holder) VALUES ('other/0/1', 'late')");
        await store.ForgetAsync("job", None);
        Assert.Null(await store.ReadSegmentAsync("job/0/2", None));
    }

    [StoreFact]
    public async Task TablesOfANewerVersionAreRefused()
    {
        await using (ICheckpointStore store = await OpenAsync()) Assert.NotEmpty(store.Description);
        Execute("UPDATE actorstream_schema SET version = 99");
        await using ICheckpointStore again = NewStore();
        var e = await Assert.ThrowsAsync<ConnectorException>(async () => await again.OpenAsync(None));
        Assert.Contains("are of version 99", e.Message, StringComparison.Ordinal);
    }
}
