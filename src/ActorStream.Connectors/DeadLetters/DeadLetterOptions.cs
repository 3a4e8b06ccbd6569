using ActorStream.Connectors.FileSystem;

namespace ActorStream.Connectors.DeadLetters;

/// <summary>The options <c>dead-letter.topic</c> and <c>dead-letter.path</c> of a table that is read.</summary>
internal static class DeadLetterOptions
{
    /// <summary>Takes the options.</summary>
    /// <param name="context">The table.</param>
    /// <param name="makeTopicSink">Makes the sink of a topic, which encodes with <see cref="DeadLetterEncoder"/>; null where the connector
    /// has no topics.</param>
    /// <returns>The sink of dead letters for <see cref="ISource.DeadLetterSink"/>, or null where neither option is given.</returns>
    /// <exception cref="ActorStreamException">The options exclude each other, or parse errors are dropped by the format.</exception>
    public static ISink? TakeSink(TableContext context, Func<string, ISink>? makeTopicSink)
    {
        TableOptions options = context.Options;
        string? topic = options.Take("dead-letter.topic");
        string? path = options.Take("dead-letter.path");
        if (topic is null && path is null) return null;
        if (topic is not null && path is not null) throw Refused(
            $"Table \"{options.Table}\" has both 'dead-letter.topic' and 'dead-letter.path'.", "Keep one of them.");
        if (topic is not null && makeTopicSink is null) throw Refused(
            $"Table \"{options.Table}\" has 'dead-letter.topic', but its connector knows no topics.",
            "Set 'dead-letter.path' to a directory.");
        string? dropping = context.Table.Options
            .Where(o => o.Key.EndsWith(".ignore-parse-errors", StringComparison.Ordinal)
                && string.Equals(o.Value, "true", StringComparison.OrdinalIgnoreCase))
            .Select(o => o.Key)
            .FirstOrDefault();
        if (dropping is not null) throw Refused(
            $"Table \"{options.Table}\" puts records that do not decode aside, but '{dropping}' drops them.",
            "Keep one of the two options.");
        return topic is not null ? makeTopicSink!(topic) : FileSink.ForDeadLetters(path!, options, context.Environment.TimeProvider);
    }

    private static ActorStreamException Refused(string message, string hint) => new(message, ErrorDomain.User, hint: hint);
}
