using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorStream.Node.Endpoints;

/// <summary>Live entities and the caches of lookup joins.</summary>
internal static class StateEndpoints
{
    private const int DefaultLimit = 20, MaxLimit = 1_000;

    public static void Map(IEndpointRouteBuilder routes, string prefix, JobDirectory directory)
    {
        routes.MapGet(prefix + "/jobs/{job}/entities", async context =>
        {
            JobClient job = directory.Find(context);
            string? key = context.Request.Query["key"].FirstOrDefault();
            IReadOnlyList<EntityInfo> entities = key is null
                ? await job.ListEntitiesAsync(Limit(context), context.RequestAborted)
                : await job.GetEntitiesAsync(key, context.RequestAborted);
            if (key is not null && entities.Count == 0)
                throw RestException.NotFound($"Job \"{job.Name}\" holds no entity for key \"{key}\".");
            await Answer.WriteAsync(context, new EntitiesAnswer([.. entities.Select(Entity)]), RestJson.Default.EntitiesAnswer);
        });
        routes.MapGet(prefix + "/jobs/{job}/caches", async context =>
        {
            IReadOnlyList<CacheInfo> caches = await directory.Find(context).GetCachesAsync(context.RequestAborted);
            await Answer.WriteAsync(context, new CachesAnswer([.. caches.Select(Cache)]), RestJson.Default.CachesAnswer);
        });
        routes.MapDelete(prefix + "/jobs/{job}/caches/{table}", context =>
            InvalidateAsync(context, directory.Find(context), JobDirectory.Part(context, "table")));
        routes.MapDelete(prefix + "/jobs/{job}/caches", context => InvalidateAsync(context, directory.Find(context), null));
    }

    private static async Task InvalidateAsync(HttpContext context, JobClient job, string? table)
    {
        int count = await job.InvalidateCacheAsync(table, context.Request.Query["key"].FirstOrDefault(), context.RequestAborted);
        await Answer.WriteAsync(context, new InvalidationAnswer(count), RestJson.Default.InvalidationAnswer);
    }

    private static int Limit(HttpContext context)
    {
        string? text = context.Request.Query["limit"].FirstOrDefault();
        if (text is null) return DefaultLimit;
        return int.TryParse(text, CultureInfo.InvariantCulture, out int limit) && limit is > 0 and <= MaxLimit
            ? limit
            : throw RestException.BadRequest($"Expected a limit from 1 to {MaxLimit} but got \"{text}\".");
    }

    private static EntityAnswer Entity(EntityInfo entity) => new()
    {
        Operator = entity.Operator,
        Key = entity.Key,
        Shard = entity.Shard,
        Kind = entity.Kind,
        LoadedAt = entity.LoadedAtMs,
        AgeMs = entity.AgeMs,
        Rows = entity.Rows,
    };

    private static CacheAnswer Cache(CacheInfo cache) => new()
    {
        Operator = cache.Operator,
        Table = cache.Table,
        IsEnabled = cache.IsEnabled,
        Entries = cache.Entries,
        MaxRows = cache.MaxRows,
        Hits = cache.Hits,
        Misses = cache.Misses,
        HitRate = cache.HitRate,
        Loads = cache.Loads,
        Evictions = cache.Evictions,
        Expirations = cache.Expirations,
        StaleServes = cache.StaleServes,
        WaitingRows = cache.WaitingRows,
        SizeBytes = cache.SizeBytes,
        OldestLoadedAt = cache.OldestLoadedAtMs,
    };
}
