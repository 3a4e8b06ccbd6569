using System.Text.Json;
using ActorStream.Connectors;
using ActorStream.Runtime;

namespace ActorStream.Checkpoints;

/// <summary>What a shard's manifest says beside its segments, as JSON: positions, committables, the plan's fingerprint.</summary>
/// <param name="Plan">What keeps state, as text; all that is known of it where <see cref="Operators"/> is null.</param>
/// <param name="Positions">How far each split was read.</param>
/// <param name="Committables">What sinks must do after the commit.</param>
internal sealed record ManifestBody(
    string Plan, IReadOnlyList<SplitPosition> Positions, IReadOnlyList<(string SinkId, byte[] Data)> Committables)
{
    private const int Version = 1;

    /// <summary>Of bodies with <see cref="Pieces"/>, which an earlier program would take for less than they are.</summary>
    private const int VersionWithPieces = 2;

    /// <summary>What keeps state, and what the state depends on; null in checkpoints of versions that did not tell.</summary>
    public IReadOnlyList<OperatorState>? Operators { get; init; }

    /// <summary>The segments that a split's state begins with, by its source and id, where it is long; the position's own state is what
    /// comes behind them.</summary>
    public IReadOnlyDictionary<(string Source, string Split), IReadOnlyList<string>> Pieces { get; init; } =
        new Dictionary<(string, string), IReadOnlyList<string>>();

    /// <summary>The names of all such segments.</summary>
    public HashSet<string> PieceNames() => new(Pieces.Values.SelectMany(static p => p), StringComparer.Ordinal);

    /// <summary>Writes the body.</summary>
    public byte[] Encode()
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Pieces.Count == 0 ? Version : VersionWithPieces);
            json.WriteString("plan", Plan);
            json.WriteStartArray("splits");
            foreach (SplitPosition position in Positions)
            {
                json.WriteStartObject();
                json.WriteString("source", position.SourceId);
                json.WriteString("split", position.Split.Id);
                if (position.Split.Log is { } log)
                {
                    json.WriteString("topic", log.Topic);
                    json.WriteNumber("partition", log.Partition);
                }
                json.WriteNumber("offset", position.Offset);
                if (position.IsEnded) json.WriteBoolean("ended", true);
                if (Pieces.TryGetValue((position.SourceId, position.Split.Id), out IReadOnlyList<string>? pieces))
                {
                    json.WriteStartArray("pieces");
                    foreach (string piece in pieces) json.WriteStringValue(piece);
                    json.WriteEndArray();
                }
                if (position.State is { } state) json.WriteBase64String("state", state());
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("committables");
            foreach ((string sink, byte[] data) in Committables)
            {
                json.WriteStartObject();
                json.WriteString("sink", sink);
                json.WriteBase64String("data", data);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (Operators is not null) Write(json, Operators);
            json.WriteEndObject();
        }
        return output.ToArray();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<OperatorState> operators)
    {
        json.WriteStartArray("operators");
        foreach (OperatorState state in operators)
        {
            json.WriteStartObject();
            json.WriteString("id", state.Id);
            json.WriteString("kind", state.Kind);
            json.WriteString("digest", state.Digest);
            Write(json, "required", state.Required);
            Write(json, "cache", state.Cache);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> parts)
    {
        if (parts.Count == 0) return;
        json.WriteStartObject(name);
        foreach ((string part, string hash) in parts) json.WriteString(part, hash);
        json.WriteEndObject();
    }

    /// <summary>Reads a body.</summary>
    /// <exception cref="StateException">It does not read back.</exception>
    public static ManifestBody Decode(byte[] data)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(data);
            JsonElement root = document.RootElement;
            int version = root.GetProperty("version").GetInt32();
            if (version is < Version or > VersionWithPieces) throw new StateException(
                $"A checkpoint's manifest has version {version}, but this program reads versions {Version} to {VersionWithPieces}.",
                "Use the program that wrote it.");
            return new ManifestBody(
                root.GetProperty("plan").GetString()!,
                [.. root.GetProperty("splits").EnumerateArray().Select(Position)],
                [.. root.GetProperty("committables").EnumerateArray().Select(c =>
                    (c.GetProperty("sink").GetString()!, c.GetProperty("data").GetBytesFromBase64()))])
            {
                Pieces = root.GetProperty("splits").EnumerateArray().Where(static s => s.TryGetProperty("pieces", out _)).ToDictionary(
                    static s => (s.GetProperty("source").GetString()!, s.GetProperty("split").GetString()!),
                    static s => (IReadOnlyList<string>)[.. s.GetProperty("pieces").EnumerateArray().Select(static p => p.GetString()!)]),
                Operators = root.TryGetProperty("operators", out JsonElement operators)
                    ? [.. operators.EnumerateArray().Select(Operator)] : null,
            };
        }
        catch (Exception cause) when (cause is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new StateException("A checkpoint's manifest does not read back.", "Start from a savepoint (--from) or anew (--fresh).",
                cause);
        }
    }

    private static OperatorState Operator(JsonElement element) => new(
        element.GetProperty("id").GetString()!, element.GetProperty("kind").GetString()!, element.GetProperty("digest").GetString()!,
        Parts(element, "required"), Parts(element, "cache"));

    private static Dictionary<string, string> Parts(JsonElement element, string name) =>
        !element.TryGetProperty(name, out JsonElement parts) ? []
            : parts.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);

    private static SplitPosition Position(JsonElement element)
    {
        LogPartition? log = element.TryGetProperty("topic", out JsonElement topic)
            ? new LogPartition(topic.GetString()!, element.GetProperty("partition").GetInt32())
            : null;
        var split = new SourceSplit(element.GetProperty("split").GetString()!, log);
        byte[]? state = element.TryGetProperty("state", out JsonElement kept) ? kept.GetBytesFromBase64() : null;
        return new SplitPosition(element.GetProperty("source").GetString()!, split, element.GetProperty("offset").GetInt64(),
            element.TryGetProperty("ended", out _)) { State = state is null ? null : () => state };
    }
}
