using System.IO.Hashing;

namespace ActorStream.Connectors.Sql;

/// <summary>Rows and byte strings of any size in a database that takes packets of a limited one.</summary>
internal sealed class CheckpointBlobs
{
    private const int RowsPerStatement = 50;
    private const int IdsPerStatement = 200;

    private readonly int _maxStatementSizeBytes;

    public CheckpointBlobs(int maxStatementSizeBytes) => _maxStatementSizeBytes = maxStatementSizeBytes;

    /// <summary>Writes byte strings under their ids.</summary>
    public async Task WriteAsync(SqlSession session, IEnumerable<(string Id, byte[] Data)> blobs)
    {
        var rows = new List<object?[]>();
        long size = 0;
        foreach ((string id, byte[] data) in blobs)
        {
            int part = 0;
            for (int start = 0; start < data.Length || part == 0; start += _maxStatementSizeBytes, part++)
            {
                byte[] slice = data.Length <= _maxStatementSizeBytes
                    ? data
                    : data.AsSpan(start, Math.Min(_maxStatementSizeBytes, data.Length - start)).ToArray();
                if (size + slice.Length > _maxStatementSizeBytes && rows.Count > 0)
                {
                    await InsertAsync(session, CheckpointTables.Blobs, "id, part, data", rows);
                    rows.Clear();
                    size = 0;
                }
                rows.Add([id, part, slice]);
                size += slice.Length;
            }
        }
        await InsertAsync(session, CheckpointTables.Blobs, "id, part, data", rows);
    }

    /// <summary>The bytes under an id, in the size and with the CRC that are expected.</summary>
    public static async Task<byte[]> ReadAsync(SqlSession session, string id, long sizeBytes, uint crc32, string what)
    {
        byte[] data = new byte[sizeBytes];
        long got = 0;
        const string Query = $"SELECT data FROM {CheckpointTables.Blobs} WHERE id = ? ORDER BY part";
        foreach (byte[] part in await session.QueryAsync(r => (byte[])r.GetValue(0), Query, id))
        {
            if (got + part.Length <= sizeBytes) part.CopyTo(data, got);
            got += part.Length;
        }
        string where = session.Endpoint.Address;
        if (got != sizeBytes) throw StateException.Damaged(what, where, $"expected {sizeBytes} bytes, got {got}");
        uint crc = Crc32.HashToUInt32(data);
        return crc == crc32 ? data : throw StateException.Damaged(what, where, $"expected CRC {crc32:x8}, got {crc:x8}");
    }

    /// <summary>Inserts rows, some at a time.</summary>
    public static async Task InsertAsync(SqlSession session, string table, string columns, IReadOnlyList<object?[]> rows)
    {
        for (int start = 0; start < rows.Count; start += RowsPerStatement)
        {
            int count = Math.Min(RowsPerStatement, rows.Count - start);
            string row = "(" + string.Join(", ", Enumerable.Repeat("?", rows[start].Length)) + ")";
            string values = string.Join(", ", Enumerable.Repeat(row, count));
            await session.ExecuteAsync(
                $"INSERT INTO {table} ({columns}) VALUES {values}", [.. rows.Skip(start).Take(count).SelectMany(r => r)]);
        }
    }

    /// <summary>Runs a statement for ids, some at a time; it ends in <c>IN </c> and may have parameters before that.</summary>
    /// <returns>The number of rows it changed.</returns>
    public static async Task<int> ForIdsAsync(SqlSession session, string statement, IReadOnlyList<string> ids, params object?[] before)
    {
        int changed = 0;
        foreach (string[] some in ids.Chunk(IdsPerStatement))
            changed += await session.ExecuteAsync(statement + List(some.Length), [.. before, .. some]);
        return changed;
    }

    /// <summary>Runs a query of ids for ids, some at a time; it ends in <c>IN </c>.</summary>
    public static async Task<List<string>> IdsForIdsAsync(
        SqlSession session, string statement, IReadOnlyList<string> ids, string suffix = "")
    {
        var found = new List<string>();
        foreach (string[] some in ids.Chunk(IdsPerStatement))
            found.AddRange(await session.QueryAsync(r => r.GetString(0), statement + List(some.Length) + suffix, [.. some]));
        return found;
    }

    /// <summary><c>(?, ?, …)</c>.</summary>
    public static string List(int count) => "(" + string.Join(", ", Enumerable.Repeat("?", count)) + ")";
}
