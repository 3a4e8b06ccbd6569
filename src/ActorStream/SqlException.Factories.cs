using ActorStream.Sql.Syntax;

namespace ActorStream;

public sealed partial class SqlException
{
    /// <summary>The text is not SQL.</summary>
    internal static SqlException Parse(SourcePosition position, string message, string? hint) =>
        new(SqlErrorPhase.Parse, message, position.Line, position.Column, hint);

    /// <summary>Names or types do not fit.</summary>
    internal static SqlException Validation(SourcePosition position, string message, string? hint = null) =>
        new(SqlErrorPhase.Validation, message, position.Line, position.Column, hint);

    /// <summary>Flink's SQL, but not of this version.</summary>
    internal static SqlException NotSupported(SourcePosition position, string what, string? hint = null) =>
        new(SqlErrorPhase.Validation, $"{what} is not supported by this version.", position.Line, position.Column, hint);

    /// <summary>The message with the line of the text that it is about, a caret under the column, and the hint.</summary>
    /// <param name="text">The text that was refused.</param>
    public string Render(string text)
    {
        string message = Line > 0 ? $"{Message} (line {Line}, column {Column})" : Message;
        string source = SourceLine(text);
        string hint = Hint is null ? "" : $"\nHint: {Hint}";
        return source.Length == 0 ? message + hint : $"{message}\n{source}{hint}";
    }

    /// <summary>The line and the caret; a long line is cut around the column.</summary>
    private string SourceLine(string text)
    {
        const int Width = 120;
        if (Line == 0)
        {
            return "";
        }

        int start = 0;
        for (int line = 1; line < Line; line++)
        {
            int lineEnd = EndOfLine(text, start);
            if (lineEnd == text.Length)
            {
                return "";
            }

            start = lineEnd + (text.AsSpan(lineEnd).StartsWith("\r\n") ? 2 : 1);
        }

        string source = text[start..EndOfLine(text, start)];
        int column = Math.Min(Column - 1, source.Length);
        int from = Math.Max(0, column - (Width / 2));
        string shown = source.Substring(from, Math.Min(Width, source.Length - from)).Replace('\t', ' ');
        return $"  {shown}\n  {new string(' ', column - from)}^";
    }

    private static int EndOfLine(string text, int start)
    {
        int end = text.AsSpan(start).IndexOfAny('\r', '\n');
        return end < 0 ? text.Length : start + end;
    }
}
