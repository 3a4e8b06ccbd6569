using System.IO.Hashing;
using ActorStream.Connectors;
using ActorStream.Runtime;

namespace ActorStream.Checkpoints;

/// <summary>
/// The states of one shard's splits, where they are long: cut into pieces, each a segment that is stored once. What a source remembers
/// grows at its end (the files that it has read), so a checkpoint writes only the pieces that changed, and its manifest holds their names
/// and the rest behind the last whole piece, however much the source has to remember.
/// </summary>
internal sealed class SplitPieces
{
    private const int PieceSizeBytes = 32 << 10;

    private Dictionary<(string Source, string Split), List<Piece>> _stored = [];

    /// <summary>What a checkpoint's manifest says of the positions.</summary>
    /// <param name="Positions">The positions, with what is behind the pieces as their state.</param>
    /// <param name="Names">The segments that a split's state begins with, by the split's source and id.</param>
    /// <param name="References">All of these segments.</param>
    public sealed record Cut(
        IReadOnlyList<SplitPosition> Positions, IReadOnlyDictionary<(string Source, string Split), IReadOnlyList<string>> Names,
        IReadOnlyList<SegmentReference> References);

    private sealed record Piece(SegmentReference Reference, UInt128 Hash);

    /// <summary>Takes over what a checkpoint that was read back had stored.</summary>
    public void Restore(RestoredShard shard)
    {
        Dictionary<string, SegmentReference> references = shard.Manifest.Segments.ToDictionary(s => s.Id, StringComparer.Ordinal);
        foreach (SplitPosition position in shard.Body.Positions)
        {
            (string, string) key = (position.SourceId, position.Split.Id);
            if (!shard.Body.Pieces.TryGetValue(key, out IReadOnlyList<string>? names)) continue;
            byte[] state = position.State!();
            _stored.Add(key, [.. names.Select((name, i) => new Piece(references[name], Hash(state, i)))]);
        }
    }

    /// <summary>The segments of the last checkpoint that are pieces of splits' states.</summary>
    public HashSet<string> Names() => [.. _stored.Values.SelectMany(static p => p).Select(static p => p.Reference.Id)];

    /// <summary>Cuts the states of a checkpoint's positions, and adds the pieces that are not stored yet to its segments.</summary>
    /// <param name="positions">The positions.</param>
    /// <param name="prefix">Begins the names of new segments.</param>
    /// <param name="segments">Gets these.</param>
    public Cut Take(IReadOnlyList<SplitPosition> positions, string prefix, List<StateSegment> segments)
    {
        var rest = new List<SplitPosition>(positions.Count);
        var names = new Dictionary<(string, string), IReadOnlyList<string>>();
        var references = new List<SegmentReference>();
        // What a checkpoint does not name may be removed from the store, so only the last one's pieces are built upon.
        var kept = new Dictionary<(string, string), List<Piece>>();
        foreach (SplitPosition position in positions)
        {
            byte[]? state = position.State?.Invoke();
            if (state is null || state.Length < PieceSizeBytes)
            {
                rest.Add(state is null ? position : position with { State = () => state });
                continue;
            }
            (string, string) key = (position.SourceId, position.Split.Id);
            List<Piece> pieces = Store(key, state, $"{prefix}/{names.Count}", segments);
            names.Add(key, [.. pieces.Select(p => p.Reference.Id)]);
            kept.Add(key, pieces);
            references.AddRange(pieces.Select(p => p.Reference));
            byte[] tail = state[(pieces.Count * PieceSizeBytes)..];
            rest.Add(position with { State = () => tail });
        }
        _stored = kept;
        return new Cut(rest, names, references);
    }

    /// <summary>Puts a state together again.</summary>
    public static byte[] Join(IEnumerable<byte[]> pieces, byte[] tail)
    {
        using var all = new MemoryStream();
        foreach (byte[] piece in pieces) all.Write(piece);
        all.Write(tail);
        return all.ToArray();
    }

    private List<Piece> Store((string, string) key, byte[] state, string prefix, List<StateSegment> segments)
    {
        List<Piece> pieces = _stored.GetValueOrDefault(key) ?? [];
        int count = state.Length / PieceSizeBytes;
        if (pieces.Count > count) pieces.RemoveRange(count, pieces.Count - count);
        for (int i = 0; i < count; i++)
        {
            UInt128 hash = Hash(state, i);
            if (i < pieces.Count && pieces[i].Hash == hash) continue;
            byte[] data = Bytes(state, i).ToArray();
            var segment = new StateSegment($"{prefix}/{i}", data, Crc32.HashToUInt32(data), 0);
            segments.Add(segment);
            var piece = new Piece(new SegmentReference(segment.Id, data.Length, segment.Crc32, 0), hash);
            if (i < pieces.Count) pieces[i] = piece;
            else pieces.Add(piece);
        }
        return pieces;
    }

    private static UInt128 Hash(byte[] state, int piece) => XxHash128.HashToUInt128(Bytes(state, piece));

    private static ReadOnlySpan<byte> Bytes(byte[] state, int piece) => state.AsSpan(piece * PieceSizeBytes, PieceSizeBytes);
}
