namespace ActorStream.Types;

/// <summary>What a batch keeps alive while somebody holds it back: its columns' arrays, of which text may be small parts.</summary>
internal static class BatchMemory
{
    private const int Spare = 64 << 10;

    /// <summary>The batch, its text copied where it keeps buffers alive of which it shows a small part.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="sizeBytes">What the result keeps alive, about; a buffer that columns share is counted once.</param>
    public static Batch Trim(Batch batch, out long sizeBytes)
    {
        Column[] columns = batch.Columns;
        long fixedBytes = batch.Kinds is null ? 0 : batch.Count;
        long buffers = 0;
        long used = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i] is not BytesColumn text)
            {
                fixedBytes += columns[i].SizeBytes;
                continue;
            }
            fixedBytes += text.SizeBytes - text.Data.Length;
            used += Used(text);
            if (!IsSeen(columns, i)) buffers += text.Data.Length;
        }
        if (buffers <= Spare + used * 4)
        {
            sizeBytes = fixedBytes + buffers;
            return batch;
        }
        var trimmed = new Column[columns.Length];
        for (int i = 0; i < columns.Length; i++) trimmed[i] = columns[i] is BytesColumn text ? Copy(text) : columns[i];
        sizeBytes = fixedBytes + used;
        return new Batch(trimmed, batch.Count, batch.Kinds);
    }

    private static bool IsSeen(Column[] columns, int index)
    {
        byte[] data = ((BytesColumn)columns[index]).Data;
        for (int i = 0; i < index; i++)
        {
            if (columns[i] is BytesColumn text && ReferenceEquals(text.Data, data)) return true;
        }
        return false;
    }

    private static long Used(BytesColumn text)
    {
        long used = 0;
        for (int row = 0; row < text.Length; row++) used += text.IsNull(row) ? 0 : text.Lengths[row];
        return used;
    }

    private static BytesColumn Copy(BytesColumn text)
    {
        byte[] data = new byte[Used(text)];
        int[] starts = new int[text.Length];
        int[] lengths = new int[text.Length];
        int end = 0;
        for (int row = 0; row < text.Length; row++)
        {
            starts[row] = end;
            if (text.IsNull(row)) continue;
            text[row].CopyTo(data.AsSpan(end));
            lengths[row] = text.Lengths[row];
            end += lengths[row];
        }
        return new BytesColumn(data, starts, lengths, text.Length, text.Nulls);
    }
}
