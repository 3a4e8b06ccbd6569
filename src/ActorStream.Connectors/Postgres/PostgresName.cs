using System.Text;

namespace ActorStream.Connectors.Postgres;

/// <summary>Names as SQL writes them: <c>"Sales"."Devices"</c>, <c>public."Devices"</c>.</summary>
internal static class PostgresName
{
    /// <summary>The parts of a name between its points, those without quotes in lower case as the server folds them; null where it is
    /// written in another way.</summary>
    public static IReadOnlyList<string>? Parse(string text)
    {
        var parts = new List<string>();
        int at = 0;
        while (true)
        {
            bool isQuoted = at < text.Length && text[at] == '"';
            string? part = isQuoted ? Quoted(text, ref at) : Plain(text, ref at);
            if (string.IsNullOrEmpty(part)) return null;
            parts.Add(part);
            if (at == text.Length) return parts;
            if (text[at] != '.') return null;
            at++;
        }
    }

    private static string? Quoted(string text, ref int at)
    {
        var part = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                part.Append(text[at]);
                continue;
            }
            at++;
            if (at == text.Length || text[at] != '"') return part.ToString();
            part.Append('"');
        }
        return null;
    }

    private static string? Plain(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && text[at] != '.')
        {
            if (text[at] == '"') return null;
            at++;
        }
        return text[start..at].ToLowerInvariant();
    }
}
