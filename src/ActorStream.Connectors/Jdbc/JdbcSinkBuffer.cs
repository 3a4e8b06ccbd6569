using System.Runtime.InteropServices;
using ActorStream.Types;

namespace ActorStream.Connectors.Jdbc;

/// <summary>A row of a batch.</summary>
internal readonly record struct BatchRow(Batch Batch, int Row);

/// <summary>The rows that a sink holds back. Batches are immutable, so rows stay where they are.</summary>
internal sealed class JdbcSinkBuffer
{
    private readonly int[] _keys;
    private readonly List<BatchRow> _rows = [];
    private readonly Dictionary<byte[], (BatchRow Row, bool IsDelete)> _byKey = new(new BytesComparer());
    private readonly MemoryStream _key = new();

    public JdbcSinkBuffer(int[] keys) => _keys = keys;

    public int Count => _keys.Length == 0 ? _rows.Count : _byKey.Count;

    /// <summary>Rows whose key goes.</summary>
    public List<BatchRow> Deletes => [.. _byKey.Values.Where(r => r.IsDelete).Select(r => r.Row)];

    /// <summary>Rows to insert, or to update by their key.</summary>
    public List<BatchRow> Inserts => _keys.Length == 0 ? _rows : [.. _byKey.Values.Where(r => !r.IsDelete).Select(r => r.Row)];

    public void Add(Batch batch, int row)
    {
        if (_keys.Length == 0)
        {
            _rows.Add(new BatchRow(batch, row));
            return;
        }
        _key.SetLength(0);
        foreach (int key in _keys) AppendKey(batch.Columns[key], row);
        _byKey[_key.ToArray()] = (new BatchRow(batch, row), batch.KindOf(row) is RowKind.Delete or RowKind.UpdateBefore);
    }

    public void Clear()
    {
        _rows.Clear();
        _byKey.Clear();
    }

    private void AppendKey(Column column, int row)
    {
        if (column.IsNull(row))
        {
            _key.WriteByte(0);
            return;
        }
        ReadOnlySpan<byte> bytes = KeyIndex.Bytes(column, row);
        int length = bytes.Length;
        _key.WriteByte(1);
        _key.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)));
        _key.Write(bytes);
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(obj);
            return hash.ToHashCode();
        }
    }
}
