using ActorStream.Types;

namespace ActorStream.Connectors.DeadLetters;

/// <summary>
/// What a source hands to its decoder: keeps what does not decode as dead letters where the table has a place for them, else fails the
/// job. <see cref="Begin"/> before each call of the decoder, <see cref="Take"/> after it. Used by one thread at a time.
/// </summary>
/// <param name="connector">The connector's identifier, for messages.</param>
/// <param name="table">The table's name, for messages.</param>
/// <param name="keeps">Whether the table has a dead-letter sink.</param>
internal sealed class DeadLetterErrors(string connector, string table, bool keeps) : IDecodeErrors
{
    private List<DeadLetter>? _letters;
    private BytesColumn? _payloads;
    private Func<int, string>? _position;

    /// <summary>Says which payloads are decoded next.</summary>
    /// <param name="payloads">The payloads.</param>
    /// <param name="position">Where a payload stands, by its row: <c>topic-partition@offset</c>, <c>file:line</c>.</param>
    public void Begin(BytesColumn payloads, Func<int, string> position)
    {
        _payloads = payloads;
        _position = position;
    }

    /// <inheritdoc/>
    public void OnError(int row, string reason, string? column)
    {
        string position = _position!(row);
        if (!keeps)
        {
            string of = column is null ? "" : $" for column \"{column}\"";
            throw new ConnectorException(
                connector,
                table,
                $"The record {position} of table \"{table}\" does not decode{of}: {reason}",
                hint: "Set 'dead-letter.topic' or 'dead-letter.path' to put such records aside, or the format's "
                    + "'ignore-parse-errors' to drop them.");
        }
        _letters ??= [];
        _letters.Add(new DeadLetter(_payloads![row].ToArray(), position, reason, column));
    }

    /// <summary>What was kept since the last call, or null.</summary>
    public IReadOnlyList<DeadLetter>? Take()
    {
        List<DeadLetter>? letters = _letters;
        _letters = null;
        return letters;
    }
}
