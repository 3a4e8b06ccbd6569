using System.Globalization;
using System.IO.Hashing;

namespace ActorStream.Connectors.Sql;

/// <summary>
/// The checkpoint store over any dialect. Everything is written by adding rows, in transactions that first lock the shards' rows:
/// whoever holds that lock knows that no earlier writer is still under way, even one whose connection broke while it committed.
/// Hence a write may be repeated: it finds what it wrote before, or writes it now.
/// </summary>
internal sealed partial class SqlCheckpointStore : ICheckpointStore
{
    private const string Connector = "checkpoint-store";
    private const int EpochBits = 23;
    private const int MaxNameLength = 255;

    private readonly SqlEndpoint _endpoint;
    private readonly SqlLink _link;
    private CheckpointBlobs _blobs = new(1 << 20);

    public SqlCheckpointStore(SqlEndpoint endpoint)
    {
        _endpoint = endpoint;
        _link = new SqlLink(endpoint, Connector, table: null);
    }

    public string Description => _endpoint.Address;

    public async ValueTask<IReadOnlyList<string>> OpenAsync(CancellationToken cancellationToken) =>
        await _link.RunAsync(
            async session =>
            {
                IReadOnlyList<string> warnings = await session.Dialect.CheckDurabilityAsync(session, _endpoint);
                await CheckpointTables.CreateAsync(session);
                _blobs = new CheckpointBlobs(await session.Dialect.MaxStatementSizeBytesAsync(session));
                return warnings;
            },
            cancellationToken);

    public async ValueTask<ShardOwnership> AcquireAsync(
        string job, IReadOnlyList<int> shards, string owner, string transactionalId, CancellationToken cancellationToken)
    {
        CheckName("Job", job);
        CheckName("Owner", owner);
        CheckName("Transactional id", transactionalId);
        int[] sorted = [.. shards.Distinct().Order()];
        return await _link.RunAsync(session => AcquireAsync(session, job, sorted, owner, transactionalId), cancellationToken);
    }

    public async ValueTask<IReadOnlyDictionary<int, ShardOwner>> ReadOwnersAsync(string job, CancellationToken cancellationToken)
    {
        List<(int Shard, ShardOwner Owner)> owners = await _link.RunAsync(
            session => session.QueryAsync(
                r => ((int)Long(r.GetValue(0)), new ShardOwner(Long(r.GetValue(1)), r.GetString(2))),
                $"SELECT shard, epoch, owner FROM {CheckpointTables.Shards} WHERE job = ?", job),
            cancellationToken);
        return owners.ToDictionary(o => o.Shard, o => o.Owner);
    }

    public async ValueTask WriteAsync(
        IReadOnlyList<CheckpointManifest> manifests, IReadOnlyList<StateSegment> segments, CancellationToken cancellationToken)
    {
        foreach (CheckpointManifest manifest in manifests) CheckName("Job", manifest.Job);
        foreach (StateSegment segment in segments)
        {
            CheckName("Segment", segment.Id);
            if (Crc32.HashToUInt32(segment.Data) != segment.Crc32)
                throw StateException.Damaged($"Segment \"{segment.Id}\"", "memory", "its CRC is not that of its data");
        }
        EncodedManifest[] encoded =
            [
                .. manifests.Select(m => new EncodedManifest(m))
                    .OrderBy(m => m.Manifest.Job, StringComparer.Ordinal).ThenBy(m => m.Manifest.Shard),
            ];
        await _link.RunAsync(session => WriteAsync(session, encoded, segments), cancellationToken);
    }

    public async ValueTask<CheckpointManifest?> ReadManifestAsync(
        string job, int shard, long checkpointId, CancellationToken cancellationToken) =>
        await _link.RunAsync(
            async session => (await ReadManifestsAsync(
                session, "job = ? AND shard = ? AND checkpoint_id = ?", [job, shard, checkpointId])).SingleOrDefault(),
            cancellationToken);

    public async ValueTask<IReadOnlyList<CheckpointManifest>> ListManifestsAsync(string job, CancellationToken cancellationToken) =>
        await _link.RunAsync(session => ReadManifestsAsync(session, "job = ?", [job]), cancellationToken);

    public async ValueTask<byte[]?> ReadSegmentAsync(string segmentId, CancellationToken cancellationToken) =>
        await _link.RunAsync(
            async session =>
            {
                List<(long Size, uint Crc)> found = await session.QueryAsync(
                    r => (Long(r.GetValue(0)), (uint)Long(r.GetValue(1))),
                    $"SELECT size_bytes, crc32 FROM {CheckpointTables.Segments} WHERE id = ?", segmentId);
                return found.Count == 0
                    ? null
                    : await CheckpointBlobs.ReadAsync(
                        session, SegmentBlob(segmentId), found[0].Size, found[0].Crc, $"Segment \"{segmentId}\"");
            },
            cancellationToken);

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private static async Task<ShardOwnership> AcquireAsync(
        SqlSession session, string job, int[] shards, string owner, string transactionalId)
    {
        await session.BeginAsync();
        foreach (int shard in shards)
        {
            await session.ExecuteAsync(
                session.Dialect.InsertIgnore(
                    $"INTO {CheckpointTables.Shards} (job, shard, epoch, confirmed_epoch, owner) VALUES (?, ?, 0, 0, '')"),
                job, shard);
        }
        var epochs = new Dictionary<int, long>();
        var former = new SortedSet<string>(StringComparer.Ordinal);
        foreach ((int shard, long epoch, long confirmed) in await LockShardsAsync(session, job, shards))
        {
            if (epoch + 1 >= 1L << EpochBits) throw Error($"Shard {shard} of job \"{job}\" has had its last epoch.");
            int changed = await session.ExecuteAsync(
                $"UPDATE {CheckpointTables.Shards} SET epoch = ?, owner = ? WHERE job = ? AND shard = ? AND epoch = ?",
                epoch + 1, owner, job, shard, epoch);
            if (changed != 1) throw new StaleOwnerException(job, shard, epoch, epoch + 1);
            // Whoever wrote a checkpoint had fenced everybody before him, so only he and those after him can still be alive.
            await session.ExecuteAsync(
                $"DELETE FROM {CheckpointTables.Owners} WHERE job = ? AND shard = ? AND epoch < ?", job, shard, confirmed);
            former.UnionWith(await session.QueryAsync(
                r => r.GetString(0), $"SELECT transactional_id FROM {CheckpointTables.Owners} WHERE job = ? AND shard = ?", job, shard));
            epochs.Add(shard, epoch + 1);
        }
        await CheckpointBlobs.InsertAsync(session, CheckpointTables.Owners, "job, shard, epoch, owner, transactional_id",
            [.. epochs.Select(e => new object?[] { job, e.Key, e.Value, owner, transactionalId })]);
        await session.CommitAsync();
        former.Remove(transactionalId);
        return new ShardOwnership(epochs, [.. former]);
    }

    private static Task<List<(int Shard, long Epoch, long Confirmed)>> LockShardsAsync(
        SqlSession session, string job, IReadOnlyList<int> shards) =>
        session.QueryAsync(
            r => ((int)Long(r.GetValue(0)), Long(r.GetValue(1)), Long(r.GetValue(2))),
            $"SELECT shard, epoch, confirmed_epoch FROM {CheckpointTables.Shards} "
                + $"WHERE job = ? AND shard IN {CheckpointBlobs.List(shards.Count)} "
                + $"ORDER BY shard{session.Dialect.ForUpdate}",
            [job, .. shards.Cast<object?>()]);

    private async Task<bool> WriteAsync(SqlSession session, EncodedManifest[] manifests, IReadOnlyList<StateSegment> segments)
    {
        await session.BeginAsync();
        foreach (IGrouping<string, EncodedManifest> job in manifests.GroupBy(m => m.Manifest.Job, StringComparer.Ordinal))
            await AssertOwnerAsync(session, job.Key, [.. job.Select(m => m.Manifest)]);
        if (await IsWrittenAsync(session, manifests))
        {
            await session.RollbackAsync();
            return false;
        }
        await CheckpointBlobs.InsertAsync(session, CheckpointTables.Segments, "id, size_bytes, crc32, row_count",
            [.. segments.Select(s => new object?[] { s.Id, (long)s.Data.Length, (long)s.Crc32, s.RowCount })]);
        await CheckpointBlobs.InsertAsync(session, CheckpointTables.Manifests,
            "job, shard, checkpoint_id, parent_id, epoch, timestamp_ms, blob_id, size_bytes, crc32", [.. manifests.Select(m => m.Row)]);
        await ReferAsync(session, manifests.SelectMany(m => m.Manifest.Segments.Select(s => (s.Id, m.BlobId))));
        await _blobs.WriteAsync(
            session, segments.Select(s => (SegmentBlob(s.Id), s.Data)).Concat(manifests.Select(m => (m.BlobId, m.Bytes))));
        await session.CommitAsync();
        return true;
    }

    private static async Task AssertOwnerAsync(SqlSession session, string job, IReadOnlyList<CheckpointManifest> manifests)
    {
        Dictionary<int, (long Epoch, long Confirmed)> owned =
            (await LockShardsAsync(session, job, [.. manifests.Select(m => m.Shard).Distinct()]))
                .ToDictionary(s => s.Shard, s => (s.Epoch, s.Confirmed));
        foreach (CheckpointManifest manifest in manifests)
        {
            owned.TryGetValue(manifest.Shard, out (long Epoch, long Confirmed) current);
            if (current.Epoch != manifest.Epoch) throw new StaleOwnerException(job, manifest.Shard, manifest.Epoch, current.Epoch);
            if (current.Confirmed == manifest.Epoch) continue;
            await session.ExecuteAsync(
                $"UPDATE {CheckpointTables.Shards} SET confirmed_epoch = ? WHERE job = ? AND shard = ?",
                manifest.Epoch, job, manifest.Shard);
        }
    }

    /// <summary>Whether these very manifests are there: the answer to a write whose answer was lost.</summary>
    private static async Task<bool> IsWrittenAsync(SqlSession session, EncodedManifest[] manifests)
    {
        int there = 0;
        foreach (EncodedManifest m in manifests)
        {
            List<uint> crcs = await session.QueryAsync(
                r => (uint)Long(r.GetValue(0)),
                $"SELECT crc32 FROM {CheckpointTables.Manifests} WHERE job = ? AND shard = ? AND checkpoint_id = ?",
                m.Manifest.Job, m.Manifest.Shard, m.Manifest.CheckpointId);
            if (crcs.Count == 0) continue;
            if (crcs[0] != m.Crc32)
            {
                throw Error(
                    $"Checkpoint {m.Manifest.CheckpointId} of shard {m.Manifest.Shard} of job \"{m.Manifest.Job}\" "
                        + "exists with other content.");
            }
            there++;
        }
        return there > 0 && there == manifests.Length;
    }

    private static async Task ReferAsync(SqlSession session, IEnumerable<(string Segment, string Holder)> references)
    {
        List<object?[]> rows = [.. references.Distinct().Select(r => new object?[] { r.Segment, r.Holder })];
        try
        {
            await CheckpointBlobs.InsertAsync(session, CheckpointTables.References, "segment_id, holder", rows);
        }
        catch (Exception e) when (session.Dialect.Classify(e) == SqlFault.MissingReference)
        {
            throw Error("A checkpoint names a segment that is not in the store.");
        }
    }

    private static async Task<IReadOnlyList<CheckpointManifest>> ReadManifestsAsync(
        SqlSession session, string condition, object?[] arguments)
    {
        var found = await session.QueryAsync(
            r => (Shard: Long(r.GetValue(0)), Id: Long(r.GetValue(1)), Blob: r.GetString(2), Size: Long(r.GetValue(3)),
                Crc: (uint)Long(r.GetValue(4))),
            $"SELECT shard, checkpoint_id, blob_id, size_bytes, crc32 FROM {CheckpointTables.Manifests} "
                + $"WHERE {condition} ORDER BY shard, checkpoint_id",
            arguments);
        var manifests = new List<CheckpointManifest>(found.Count);
        foreach (var m in found)
        {
            string what = string.Create(CultureInfo.InvariantCulture, $"The manifest of checkpoint {m.Id} of shard {m.Shard}");
            byte[] bytes = await CheckpointBlobs.ReadAsync(session, m.Blob, m.Size, m.Crc, what);
            manifests.Add(CheckpointCodec.DecodeManifest(bytes, what, session.Endpoint.Address));
        }
        return manifests;
    }

    private static string SegmentBlob(string segmentId) => "s:" + segmentId;

    private static long Long(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static ConnectorException Error(string message) => new(Connector, null, message);

    private static void CheckName(string what, string name)
    {
        if (name.Length is > 0 and <= MaxNameLength) return;
        throw new ActorStreamException(
            $"{what} name \"{name}\" has {name.Length} characters; expected 1 to {MaxNameLength}.", ErrorDomain.User);
    }

    /// <summary>A manifest as its row and blob.</summary>
    private sealed class EncodedManifest
    {
        public EncodedManifest(CheckpointManifest manifest)
        {
            Manifest = manifest;
            Bytes = CheckpointCodec.Encode(manifest);
            Crc32 = System.IO.Hashing.Crc32.HashToUInt32(Bytes);
            BlobId = string.Create(CultureInfo.InvariantCulture, $"m:{manifest.Shard}:{manifest.CheckpointId}:{manifest.Job}");
        }

        public CheckpointManifest Manifest { get; }

        public byte[] Bytes { get; }

        public uint Crc32 { get; }

        public string BlobId { get; }

        public object?[] Row =>
        [
            Manifest.Job, Manifest.Shard, Manifest.CheckpointId, Manifest.ParentId, Manifest.Epoch, Manifest.TimestampMs,
            BlobId, (long)Bytes.Length, (long)Crc32,
        ];
    }
}
