using System.Security.Cryptography;
using System.Text;
using ActorStream.Connectors;

namespace ActorStream.Checkpoints;

/// <summary>What a checkpoint says of an operator or source that has state in it: which one it was, and what the state depends on, each
/// part as a hash.</summary>
/// <param name="Id">Its id, which names its sections and positions.</param>
/// <param name="Kind">What may take its place in another plan.</param>
/// <param name="Digest">What it is and all that it reads from, as a hash.</param>
/// <param name="Required">Parts on which all of its state depends.</param>
/// <param name="Cache">Parts on which what it caches depends.</param>
internal sealed record OperatorState(
    string Id, string Kind, string Digest, IReadOnlyDictionary<string, string> Required, IReadOnlyDictionary<string, string> Cache)
{
    /// <summary>Makes one of parts that are not hashed yet.</summary>
    public static OperatorState Create(
        string id, string kind, string digest, IEnumerable<StatePart> required, IEnumerable<StatePart> cache) =>
        new(id, kind, digest, Hashed(required), Hashed(cache));

    /// <summary>Half of a text's SHA-256: enough to tell texts apart.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    /// <summary>The names of parts that differ, or are on one side only.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyDictionary<string, string> saved, IReadOnlyDictionary<string, string> now) =>
        [.. saved.Keys.Union(now.Keys).Where(k => saved.GetValueOrDefault(k) != now.GetValueOrDefault(k)).Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Hashed(IEnumerable<StatePart> parts) =>
        parts.ToDictionary(p => p.Name, p => Hash(p.Value), StringComparer.Ordinal);
}
