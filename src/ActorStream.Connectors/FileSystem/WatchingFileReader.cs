namespace ActorStream.Connectors.FileSystem;

/// <summary>Reads the files of a directory and then those that come, each once, in the order of their times. One split: its position is
/// the record in the current file, and its state says which files were read.</summary>
internal sealed class WatchingFileReader : ISourceReader
{
    private readonly Func<IReadOnlyList<string>> _list;
    private readonly Func<SplitStart, FileReader> _open;
    private readonly SourceSplit _split;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _timeProvider;
    private readonly Queue<string> _waiting = new();
    private FileProgress _progress;
    private FileReader? _file;
    private long _offset;
    private long? _listed;

    /// <summary>Makes a reader.</summary>
    /// <param name="start">Where to go on.</param>
    /// <param name="list">The files that are there, oldest first, by their path below the directory.</param>
    /// <param name="open">Reads one file.</param>
    /// <param name="interval">How often to look for new files.</param>
    /// <param name="timeProvider">The clock.</param>
    public WatchingFileReader(
        SplitStart start, Func<IReadOnlyList<string>> list, Func<SplitStart, FileReader> open, TimeSpan interval, TimeProvider timeProvider)
    {
        _list = list;
        _open = open;
        _split = start.Split;
        _interval = interval;
        _timeProvider = timeProvider;
        _progress = start.State is { } state ? FileProgress.Decode(state) : FileProgress.None;
        _offset = start.Offset ?? 0;
    }

    /// <inheritdoc/>
    public async ValueTask<SourceBatch?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            bool isFirst = _file is null;
            if (isFirst && !OpenNext())
            {
                await WaitAsync(cancellationToken);
                Look();
                continue;
            }
            try
            {
                SourceBatch? batch = await _file!.ReadAsync(cancellationToken);
                return await TakeAsync(
                    batch ?? throw new System.Diagnostics.UnreachableException("A file's last batch says that it is the last."), isFirst);
            }
            catch (ConnectorException gone) when (_offset == 0 && isFirst && IsGone(gone))
            {
                // It was taken away before it was read, and never happened.
                await _file!.DisposeAsync();
                _file = null;
                _progress = _progress with { Current = null };
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static bool IsGone(ConnectorException error) => error.InnerException is FileNotFoundException or DirectoryNotFoundException;

    private bool OpenNext()
    {
        if (_progress.Current is null)
        {
            if (!_waiting.TryDequeue(out string? next)) return false;
            _progress = _progress.Begin(next);
            _offset = 0;
        }
        _file = _open(new SplitStart(new SourceSplit(_progress.Current!), _offset));
        return true;
    }

    private async ValueTask<SourceBatch> TakeAsync(SourceBatch batch, bool isFirst)
    {
        if (!batch.IsEnd) return batch with { Split = _split, State = isFirst ? _progress.Encode : null };
        await _file!.DisposeAsync();
        _file = null;
        _progress = _progress.End();
        return batch with { Split = _split, NextOffset = 0, IsEnd = false, State = _progress.Encode };
    }

    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (_listed is not { } listed) return;
        TimeSpan left = _interval - _timeProvider.GetElapsedTime(listed);
        if (left > TimeSpan.Zero) await Task.Delay(left, _timeProvider, cancellationToken);
    }

    private void Look()
    {
        foreach (string file in _list())
        {
            if (!_progress.Done.Contains(file)) _waiting.Enqueue(file);
        }
        _listed = _timeProvider.GetTimestamp();
    }
}
