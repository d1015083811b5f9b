using System.Collections.Immutable;
using System.Text.Json;
using System.Xml.Linq;

namespace Leastwise.Remote.Accounts;

/// <summary>Has IAM say of each user and role what it last used, action by action, and fetches that, several at a time.</summary>
/// <remarks>Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html.</remarks>
/// <param name="caller">As whom.</param>
/// <param name="parallel">So many at a time.</param>
internal sealed class LastAccessedCollection(AwsCaller caller, int parallel)
{
    private const int MostQuestions = 120;

    /// <summary>After so many refusals and no success, the rest would be refused too.</summary>
    private const int EnoughRefusals = 8;

    private static readonly string[] Head = ["JobStatus", "JobType", "JobCreationDate", "JobCompletionDate"];

    private int done;
    private int refused;
    private RemoteException? first;

    /// <summary>Fetches and writes them.</summary>
    /// <param name="principals">ARN and unique id of users and roles.</param>
    /// <param name="place">The file for a unique id.</param>
    /// <param name="progress">Told how many are done; null for nobody.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many were written, how many were refused, and the first refusal.</returns>
    /// <exception cref="RemoteException">IAM failed.</exception>
    public async Task<(int Written, int Refused, RemoteException? First)> RunAsync(
        ImmutableArray<(string Arn, string UniqueId)> principals, Func<string, string> place, Action<int>? progress, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation };
        await Parallel.ForEachAsync(principals, options, async (principal, token) =>
        {
            if (Volatile.Read(ref done) == 0 && Volatile.Read(ref refused) >= EnoughRefusals)
            {
                Interlocked.Increment(ref refused);
                return;
            }

            try
            {
                await FetchAsync(principal.Arn, place(principal.UniqueId), token).ConfigureAwait(false);
                int now = Interlocked.Increment(ref done);
                progress?.Invoke(now);
            }
            catch (RemoteException refusal) when (refusal.MissingPrivilege is not null)
            {
                Interlocked.Increment(ref refused);
                Interlocked.CompareExchange(ref first, refusal, null);
            }
            catch (RemoteException gone) when (gone.Code is "NoSuchEntity" or "NoSuchEntityException")
            {
                // Deleted since the details were read: there is nobody left to speak of.
            }
        }).ConfigureAwait(false);
        return (done, refused, first);
    }

    private async Task FetchAsync(string arn, string path, CancellationToken cancellation)
    {
        XElement job = await caller.QueryAsync(AwsService.Iam, "GenerateServiceLastAccessedDetails", [new("Arn", arn), new("Granularity", "ACTION_LEVEL")], cancellation).ConfigureAwait(false);
        string id = job.Text("JobId") ?? throw new RemoteException($"IAM GenerateServiceLastAccessedDetails answered for {arn} without a job; is the endpoint AWS's?");
        XElement page = await FinishedAsync(id, arn, cancellation).ConfigureAwait(false);
        XElement head = page;
        List<XElement> services = [.. page.Members("ServicesLastAccessed")];
        while (page.Text("IsTruncated") == "true" && page.Text("Marker") is { } marker)
        {
            page = await caller.QueryAsync(AwsService.Iam, "GetServiceLastAccessedDetails", [new("JobId", id), new("Marker", marker)], cancellation).ConfigureAwait(false);
            services.AddRange(page.Members("ServicesLastAccessed"));
        }

        await PrivateFile.WriteAsync(path, stream =>
        {
            using var writer = new Utf8JsonWriter(stream, IamJson.Form);
            writer.WriteStartObject();
            foreach (string name in Head)
            {
                writer.WriteString(name, head.Text(name));
            }

            writer.WriteStartArray("ServicesLastAccessed");
            foreach (XElement service in services)
            {
                IamJson.Write(writer, service);
            }

            writer.WriteEndArray();
            writer.WriteBoolean("IsTruncated", false);
            writer.WriteEndObject();
            return Task.CompletedTask;
        }).ConfigureAwait(false);
    }

    private async Task<XElement> FinishedAsync(string job, string arn, CancellationToken cancellation)
    {
        for (int i = 0; i < MostQuestions; i++)
        {
            XElement answer = await caller.QueryAsync(AwsService.Iam, "GetServiceLastAccessedDetails", [new("JobId", job)], cancellation).ConfigureAwait(false);
            switch (answer.Text("JobStatus"))
            {
                case "COMPLETED":
                    return answer;
                case "FAILED":
                    throw new RemoteException($"IAM could not say what {arn} last used ({answer.Part("Error")?.Text("Message") ?? "no reason given"}). Run it again.");
                default:
                    await Task.Delay(AwsPages.PauseBefore(i), caller.Session.Network.Time, cancellation).ConfigureAwait(false);
                    break;
            }
        }

        throw new RemoteException($"IAM GetServiceLastAccessedDetails: the job for {arn} does not end. Run it again.");
    }
}
