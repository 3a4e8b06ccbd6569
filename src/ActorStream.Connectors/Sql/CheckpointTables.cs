using System.Globalization;

namespace ActorStream.Connectors.Sql;

/// <summary>The checkpoint store's tables. They are made where they are missing, and their version is checked where they are not.</summary>
internal static class CheckpointTables
{
    public const string Schema = "actorstream_schema";
    public const string Shards = "actorstream_shards";
    public const string Owners = "actorstream_owners";
    public const string Manifests = "actorstream_manifests";
    public const string Segments = "actorstream_segments";
    public const string Savepoints = "actorstream_savepoints";

    /// <summary>Which manifest or savepoint (by its blob's id) names which segment; a segment that is named cannot be deleted.</summary>
    public const string References = "actorstream_segment_references";

    /// <summary>Bytes of segments, manifests and savepoints, cut below what the server takes in one packet.</summary>
    public const string Blobs = "actorstream_blobs";

    private const int KeyLength = 255;
    private const int BlobIdLength = 400;
    private const int Version = 1;

    /// <summary>Makes the tables that are missing.</summary>
    /// <exception cref="ConnectorException">The tables are of a newer version.</exception>
    public static async Task CreateAsync(SqlSession session)
    {
        foreach (string statement in Statements(session.Dialect))
        {
            try
            {
                await session.ExecuteAsync(statement);
            }
            catch (Exception e) when (session.Dialect.Classify(e) == SqlFault.DuplicateKey)
            {
                // PostgreSQL: another process made the same table at the same moment.
                await session.ExecuteAsync(statement);
            }
        }
        await session.ExecuteAsync(session.Dialect.InsertIgnore($"INTO {Schema} (id, version) VALUES (1, ?)"), Version);
        List<int> versions = await session.QueryAsync(
            r => Convert.ToInt32(r.GetValue(0), CultureInfo.InvariantCulture), $"SELECT version FROM {Schema}");
        int version = versions[0];
        if (version > Version)
        {
            throw new ConnectorException("checkpoint-store", null,
                $"The checkpoint tables in {session.Endpoint.Address} are of version {version}, and at most {Version} is known.",
                hint: "Use the newer release that made them, or another database.");
        }
    }

    private static IEnumerable<string> Statements(SqlDialect dialect)
    {
        string key = dialect.KeyType(KeyLength);
        string blobId = dialect.KeyType(BlobIdLength);
        yield return Table(dialect, Schema, "id INT NOT NULL, version INT NOT NULL, PRIMARY KEY (id)");
        yield return Table(dialect, Shards,
            $"job {key} NOT NULL, shard INT NOT NULL, epoch BIGINT NOT NULL, confirmed_epoch BIGINT NOT NULL, "
            + $"owner {key} NOT NULL, PRIMARY KEY (job, shard)");
        yield return Table(dialect, Owners, $"job {key} NOT NULL, shard INT NOT NULL, epoch BIGINT NOT NULL, owner {key} NOT NULL, "
            + $"transactional_id {key} NOT NULL, PRIMARY KEY (job, shard, epoch)");
        yield return Table(dialect, Segments,
            $"id {key} NOT NULL, size_bytes BIGINT NOT NULL, crc32 BIGINT NOT NULL, row_count INT NOT NULL, "
            + "PRIMARY KEY (id)");
        yield return Table(dialect, Manifests,
            $"job {key} NOT NULL, shard INT NOT NULL, checkpoint_id BIGINT NOT NULL, parent_id BIGINT NOT NULL, "
            + $"epoch BIGINT NOT NULL, timestamp_ms BIGINT NOT NULL, blob_id {blobId} NOT NULL, "
            + "size_bytes BIGINT NOT NULL, crc32 BIGINT NOT NULL, "
            + "PRIMARY KEY (job, shard, checkpoint_id)");
        yield return Table(dialect, Savepoints, $"name {key} NOT NULL, job {key} NOT NULL, timestamp_ms BIGINT NOT NULL, "
            + $"blob_id {blobId} NOT NULL, size_bytes BIGINT NOT NULL, crc32 BIGINT NOT NULL, PRIMARY KEY (name)");
        yield return Table(dialect, References, $"segment_id {key} NOT NULL, holder {blobId} NOT NULL, PRIMARY KEY (holder, segment_id), "
            + $"FOREIGN KEY (segment_id) REFERENCES {Segments} (id)");
        if (!dialect.IndexesForeignKeys) yield return $"CREATE INDEX IF NOT EXISTS {References}_segment ON {References} (segment_id)";
        yield return Table(dialect, Blobs,
            $"id {blobId} NOT NULL, part INT NOT NULL, data {dialect.BlobType} NOT NULL, PRIMARY KEY (id, part)");
    }

    private static string Table(SqlDialect dialect, string name, string columns) =>
        $"CREATE TABLE IF NOT EXISTS {name} ({columns}){dialect.TableSuffix}";
}
