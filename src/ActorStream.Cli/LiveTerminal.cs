namespace ActorStream.Cli;

/// <summary>
/// A terminal with a live line at its bottom: rows scroll above it. Where standard error is not a terminal, the line is printed
/// like any other, every few seconds. Thread-safe.
/// </summary>
internal sealed class LiveTerminal
{
    private const int PlainInterval = 5;
    private readonly Lock _lock = new();
    private string _line = "";
    private int _shown;

    public LiveTerminal(Terminal terminal)
    {
        Terminal = terminal;
        Out = new Above(this);
    }

    public Terminal Terminal { get; }

    /// <summary>Standard output, whose text goes above the line.</summary>
    public TextWriter Out { get; }

    /// <summary>Replaces the live line.</summary>
    public void Show(string line)
    {
        line = RowText.Escape(Terminal.HideSecrets(line));
        lock (_lock)
        {
            if (!Terminal.IsInteractive)
            {
                if (_shown++ % PlainInterval == 0) Terminal.Error.WriteLine(line);
                return;
            }
            Erase();
            _line = RowText.Cut(line, Math.Max(20, Console.WindowWidth - 1));
            Terminal.Error.Write(_line);
        }
    }

    /// <summary>Prints a line of its own on standard error.</summary>
    public void Say(string message)
    {
        lock (_lock)
        {
            Erase();
            Terminal.Error.WriteLine(RowText.EscapeLines(Terminal.HideSecrets(message)));
            Terminal.Error.Write(_line);
        }
    }

    /// <summary>Takes the live line away.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            Erase();
            _line = "";
        }
    }

    private void Erase()
    {
        if (_line.Length > 0) Terminal.Error.Write("\r\u001b[K");
    }

    private void Write(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            Erase();
            try
            {
                Terminal.Out.Write(text);
                Terminal.Out.Flush();
            }
            catch (OutputClosedException)
            {
                // What a job prints is lost then, and the job, which may write elsewhere too, goes on.
            }
            Terminal.Error.Write(_line);
        }
    }

    private sealed class Above : SpanWriter
    {
        private readonly LiveTerminal _live;

        public Above(LiveTerminal live) => (_live, CoreNewLine) = (live, ['\n']);

        public override void Write(ReadOnlySpan<char> buffer) => _live.Write(buffer);
    }
}
