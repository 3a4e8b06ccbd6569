using System.IO.Hashing;

namespace ActorStream.Connectors.Sql;

/// <summary>What stays and what goes: savepoints, garbage collection, forgetting.</summary>
internal sealed partial class SqlCheckpointStore
{
    public async ValueTask<(int Manifests, int Segments)> CollectAsync(
        string job, IReadOnlyCollection<(int Shard, long CheckpointId)> keep, long currentEpoch, long olderThanMs,
        CancellationToken cancellationToken)
    {
        var kept = keep.ToHashSet();
        Dictionary<int, long> oldestKept = keep.GroupBy(k => k.Shard).ToDictionary(g => g.Key, g => g.Min(k => k.CheckpointId));
        return await _link.RunAsync(
            session => DeleteAsync(session, job, m =>
                oldestKept.TryGetValue(m.Shard, out long oldest) && !kept.Contains((m.Shard, m.Id)) && m.TimestampMs < olderThanMs
                && (m.Epoch < currentEpoch || m.Id < oldest)),
            cancellationToken);
    }

    public async ValueTask ForgetAsync(string job, CancellationToken cancellationToken) =>
        await _link.RunAsync(session => DeleteAsync(session, job, static _ => true), cancellationToken);

    public async ValueTask WriteSavepointAsync(Savepoint savepoint, CancellationToken cancellationToken)
    {
        CheckName("Savepoint", savepoint.Name);
        byte[] bytes = CheckpointCodec.Encode(savepoint);
        uint crc = Crc32.HashToUInt32(bytes);
        string blobId = "p:" + savepoint.Name;
        await _link.RunAsync(
            async session =>
            {
                await session.BeginAsync();
                List<uint> there = await session.QueryAsync(
                    r => (uint)Long(r.GetValue(0)), $"SELECT crc32 FROM {CheckpointTables.Savepoints} WHERE name = ?", savepoint.Name);
                if (there.Count == 0) await InsertSavepointAsync(session, savepoint, blobId, bytes, crc);
                else if (there[0] != crc) throw Error($"Savepoint \"{savepoint.Name}\" exists already.");
                await session.CommitAsync();
                return true;
            },
            cancellationToken);
    }

    public async ValueTask<Savepoint?> ReadSavepointAsync(string name, CancellationToken cancellationToken) =>
        await _link.RunAsync(
            async session => (await ReadSavepointsAsync(session, " WHERE name = ?", [name])).SingleOrDefault(), cancellationToken);

    public async ValueTask<IReadOnlyList<Savepoint>> ListSavepointsAsync(CancellationToken cancellationToken) =>
        await _link.RunAsync(session => ReadSavepointsAsync(session, "", []), cancellationToken);

    private async Task InsertSavepointAsync(SqlSession session, Savepoint savepoint, string blobId, byte[] bytes, uint crc)
    {
        await session.ExecuteAsync(
            $"INSERT INTO {CheckpointTables.Savepoints} (name, job, timestamp_ms, blob_id, size_bytes, crc32) VALUES (?, ?, ?, ?, ?, ?)",
            savepoint.Name, savepoint.Job, savepoint.TimestampMs, blobId, (long)bytes.Length, (long)crc);
        await ReferAsync(session, savepoint.Manifests.SelectMany(m => m.Segments).Select(s => (s.Id, blobId)));
        await _blobs.WriteAsync(session, [(blobId, bytes)]);
    }

    private static async Task<List<Savepoint>> ReadSavepointsAsync(SqlSession session, string condition, object?[] arguments)
    {
        var found = await session.QueryAsync(
            r => (Name: r.GetString(0), Blob: r.GetString(1), Size: Long(r.GetValue(2)), Crc: (uint)Long(r.GetValue(3))),
            $"SELECT name, blob_id, size_bytes, crc32 FROM {CheckpointTables.Savepoints}{condition} ORDER BY timestamp_ms DESC, name DESC",
            arguments);
        var savepoints = new List<Savepoint>(found.Count);
        foreach (var s in found)
        {
            string what = $"Savepoint \"{s.Name}\"";
            byte[] bytes = await CheckpointBlobs.ReadAsync(session, s.Blob, s.Size, s.Crc, what);
            savepoints.Add(CheckpointCodec.DecodeSavepoint(bytes, what, session.Endpoint.Address));
        }
        return savepoints;
    }

    private static async Task<(int Manifests, int Segments)> DeleteAsync(
        SqlSession session, string job, Predicate<(int Shard, long Id, long Epoch, long TimestampMs, string Blob)> goes)
    {
        await session.BeginAsync();
        List<string> blobs =
        [
            .. (await session.QueryAsync(
                r => ((int)Long(r.GetValue(0)), Long(r.GetValue(1)), Long(r.GetValue(2)), Long(r.GetValue(3)), r.GetString(4)),
                $"SELECT shard, checkpoint_id, epoch, timestamp_ms, blob_id FROM {CheckpointTables.Manifests} WHERE job = ?", job))
                .Where(m => goes(m)).Select(m => m.Item5),
        ];
        // Only these can be left without a manifest; those of other jobs, however many there are, need not be looked through.
        List<string> named = [.. (await CheckpointBlobs.IdsForIdsAsync(
            session, $"SELECT DISTINCT segment_id FROM {CheckpointTables.References} WHERE holder IN ", blobs)).Distinct()];
        int manifests = await CheckpointBlobs.ForIdsAsync(
            session, $"DELETE FROM {CheckpointTables.Manifests} WHERE job = ? AND blob_id IN ", blobs, job);
        await CheckpointBlobs.ForIdsAsync(session, $"DELETE FROM {CheckpointTables.References} WHERE holder IN ", blobs);
        await CheckpointBlobs.ForIdsAsync(session, $"DELETE FROM {CheckpointTables.Blobs} WHERE id IN ", blobs);
        int segments = await DeleteOrphansAsync(session, named);
        await session.CommitAsync();
        return (manifests, segments);
    }

    private static async Task<int> DeleteOrphansAsync(SqlSession session, IReadOnlyList<string> named)
    {
        const string Orphan = $"NOT EXISTS (SELECT 1 FROM {CheckpointTables.References} r WHERE r.segment_id = s.id)";
        const string OrphansOf = $"SELECT s.id FROM {CheckpointTables.Segments} s WHERE {Orphan} AND s.id IN ";
        List<string> found = await CheckpointBlobs.IdsForIdsAsync(session, OrphansOf, named);
        if (found.Count == 0) return 0;
        // Locked, then asked again: a writer that names such a segment has done so by now, or waits and finds it gone.
        await CheckpointBlobs.IdsForIdsAsync(
            session, $"SELECT id FROM {CheckpointTables.Segments} WHERE id IN ", found, session.Dialect.ForUpdate);
        List<string> orphans = await CheckpointBlobs.IdsForIdsAsync(session, OrphansOf, found);
        await CheckpointBlobs.ForIdsAsync(session, $"DELETE FROM {CheckpointTables.Blobs} WHERE id IN ", [.. orphans.Select(SegmentBlob)]);
        return await CheckpointBlobs.ForIdsAsync(session, $"DELETE FROM {CheckpointTables.Segments} WHERE id IN ", orphans);
    }
}
