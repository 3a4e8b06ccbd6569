using ActorStream.Node;

namespace ActorStream.Cli;

/// <summary>Runs one job in the foreground: serves its REST API, shows its progress, and ends it in order on Ctrl-C.</summary>
internal sealed class ForegroundJob(Composition composition, LiveTerminal live, string? rest)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private readonly Terminal _terminal = live.Terminal;

    /// <summary>Runs the job to its end and returns the process's exit code.</summary>
    public async Task<int> RunAsync(JobRequest request, CancellationToken cancellationToken)
    {
        _terminal.Script = request.Script;
        StreamOptions options = composition.EngineOptions(withCheckpoints: true, request.Settings) with { StandardOutput = live.Out };
        var environment = new StreamEnvironment(options);
        JobClient job = environment.Run(request.Script, request.Name, ShowRows, request.Savepoint, request.IsFresh);
        await using RestServer? server = await StartRestAsync(environment, cancellationToken);
        if (server is not null) live.Say($"REST API at {server.Url}");
        using var ended = new CancellationTokenSource();
        Task progress = ShowProgressAsync(job, ended.Token);
        try
        {
            return await FollowAsync(job, request, cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            await progress;
            live.Clear();
        }

        void ShowRows(TableResult result)
        {
            var writer = new ResultWriter(live.Out, "table", result.Schema, environment.LocalTimeZone);
            foreach (var batch in result.ReadAsync(cancellationToken).ToBlockingEnumerable(cancellationToken)) writer.Write(batch);
            writer.End();
        }
    }

    private async Task<int> FollowAsync(JobClient job, JobRequest request, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task end = job.WaitAsync(CancellationToken.None);
        Task companion = request.Companion?.Invoke(job, over.Token)
            ?? Task.Delay(Timeout.InfiniteTimeSpan, _terminal.TimeProvider, over.Token);
        Task first = await Task.WhenAny(end, companion);
        if (first == companion)
        {
            if (companion.IsFaulted)
            {
                await job.CancelAsync(CancellationToken.None);
                await companion;
            }
            // Ctrl-C, or the companion is done: the last checkpoint makes the next start go on from here. A job that does not run,
            // because a server does not answer, has nothing to checkpoint.
            bool isRunning = job.Status == JobStatus.Running;
            if (cancellationToken.IsCancellationRequested && isRunning)
            {
                live.Say("Taking a last checkpoint before stopping; Ctrl-C again ends at once.");
            }
            if (isRunning) await job.StopAsync(CancellationToken.None);
            else await job.CancelAsync(CancellationToken.None);
        }
        await over.CancelAsync();
        JobStatus status = await job.WaitAsync(CancellationToken.None);
        JobProgress progress = job.Progress;
        live.Say($"Job {job.Name} {(status == JobStatus.Canceled ? "was cancelled" : "ended")}: "
            + $"{Show.Count(progress.RowsIn, "row")} in, {Show.Count(progress.RowsOut, "row")} out, "
            + $"{Show.Count(job.Checkpoints.Completed, "checkpoint")}.");
        return ExitCode.Success;
    }

    private async Task<RestServer?> StartRestAsync(StreamEnvironment environment, CancellationToken cancellationToken)
    {
        if (rest == "off" || (rest is null && !composition.Rest.IsEnabled)) return null;
        int port = rest is null ? composition.Rest.Port : int.Parse(rest);
        return await RestServer.StartAsync(
            () => environment.Jobs, new RestServerOptions { Port = port, HideSecrets = _terminal.HideSecrets },
            _terminal.TimeProvider, cancellationToken);
    }

    private async Task ShowProgressAsync(JobClient job, CancellationToken ended)
    {
        var meter = new ProgressMeter(_terminal.TimeProvider);
        try
        {
            while (true)
            {
                await Task.Delay(ProgressInterval, _terminal.TimeProvider, ended);
                if (job.Status == JobStatus.Running) live.Show(meter.Line(job, await job.GetCachesAsync(ended)));
                else live.Show($"{job.Name} {job.Status.ToString().ToLowerInvariant()}" + (job.Failure is { } f ? $": {f.Message}" : ""));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
