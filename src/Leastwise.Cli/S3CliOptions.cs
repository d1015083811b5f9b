using System.Collections.Immutable;
using System.CommandLine;
using Leastwise.Remote;
using Leastwise.Remote.S3;
using Leastwise.Text;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary>The options of reading logs from a bucket.</summary>
internal sealed class S3CliOptions
{
    private const int MostRequests = 1024;

    private readonly AwsCliOptions aws = new("--aws-region");

    private readonly Option<int?> requests = new("--requests") { Description = $"So many objects of S3 are fetched at once; without it, {new S3Options().Requests}", HelpName = "N" };

    private readonly Option<bool> payer = new("--request-payer") { Description = "Pay for requests and transfer, as a bucket of somebody else's may demand" };

    private readonly Option<bool> listAll = new("--list-all") { Description = "List the days of S3 again that were read to their end more than a month ago, for logs that were put there since" };

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command, Argument<string[]> paths)
    {
        command.Add(requests);
        command.Add(payer);
        command.Add(listAll);
        aws.AddTo(command);
        command.Validators.Add(result =>
        {
            string[] remote = [.. (result.GetValue(paths) ?? []).Where(S3Location.IsMeant)];
            foreach (string path in remote.Where(path => S3Location.Parse(path) is null))
            {
                result.AddError($"'{path}' names no bucket; write it as s3://my-trail-bucket/AWSLogs.");
            }

            if (result.GetValue(requests) is < 1 or > MostRequests)
            {
                result.AddError($"--requests must be from 1 to {MostRequests:N0}.");
            }

            if (remote.Length == 0 && (result.GetValue(requests) is not null || result.GetValue(payer) || result.GetValue(listAll)))
            {
                result.AddError("--requests, --request-payer and --list-all are for logs in S3: name them as s3://BUCKET/PREFIX.");
            }
        });
    }

    /// <summary>The source of paths of both kinds, files first.</summary>
    public ITrailSource SourceOf(ParseResult parsed, IEnumerable<string> paths, IngestFilter filter, AwsNetwork network)
    {
        string[] all = [.. paths];
        S3Location[] remote = [.. all.Select(S3Location.Parse).OfType<S3Location>()];
        var files = new FileTrailSource(all.Where(path => !S3Location.IsMeant(path)));
        if (remote.Length == 0)
        {
            return files;
        }

        var session = AwsSession.Open(aws.Read(parsed), network);
        S3Options options = OptionsOf(parsed);
        ITrailSource[] buckets = [.. remote.Select(location => new S3TrailSource(location, session, filter, options))];
        return buckets.Length == all.Length && buckets is [var only] ? only : new JoinedTrailSource([files, .. buckets]);
    }

    /// <summary>What a check of digests needs of the paths that are in S3.</summary>
    /// <exception cref="RemoteException">A bucket cannot be listed.</exception>
    public (ImmutableArray<DigestedCopy> Copies, ImmutableArray<Diagnostic> Unread) DigestsOf(ParseResult parsed, IEnumerable<string> paths, IngestFilter filter, Terminal terminal, AwsNetwork network, CancellationToken cancellation)
    {
        var session = AwsSession.Open(aws.Read(parsed), network);
        using var progress = new ProgressLine(terminal);
        ImmutableArray<DigestedCopy> copies = [];
        ImmutableArray<Diagnostic> unread = [];
        foreach (S3Location location in paths.Select(S3Location.Parse).OfType<S3Location>())
        {
            var fetched = new S3Digests(location, session, filter, OptionsOf(parsed)).FetchAsync(
                done =>
                {
                    // Told from many fetches at once.
                    lock (progress)
                    {
                        progress.Show($"checking against digests: {done:N0} objects");
                    }
                },
                cancellation).GetAwaiter().GetResult();
            copies = [.. copies, .. fetched.Copies];
            unread = [.. unread, .. fetched.Unread];
        }

        return ([.. copies.DistinctBy(copy => copy.Path)], unread);
    }

    private S3Options OptionsOf(ParseResult parsed) =>
        new() { Requests = parsed.GetValue(requests) ?? new S3Options().Requests, RequesterPays = parsed.GetValue(payer), ListAll = parsed.GetValue(listAll) };
}
