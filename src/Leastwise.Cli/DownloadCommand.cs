using System.CommandLine;
using Leastwise.Remote;
using Leastwise.Remote.Accounts;
using Leastwise.Reporting;

namespace Leastwise.Cli;

/// <summary><c>download</c>: the authorization details of an account, into the file that Cloudsplaining's users know.</summary>
internal static class DownloadCommand
{
    public static Command Create(Terminal terminal)
    {
        var aws = new AwsCliOptions();
        var output = new Option<string>("-o", "--output") { Description = "The folder to write into; it is made where it is not there", HelpName = "DIR", DefaultValueFactory = _ => "." };
        var versions = new Option<bool>("--include-non-default-policy-versions") { Description = "Keep the versions of policies that are not the default one, too" };
        var command = new Command("download", "Fetch an account's users, groups, roles and policies from AWS, into PROFILE.json or default.json.") { output, versions };
        aws.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            AwsOptions options = aws.Read(parsed);
            using var network = new AwsNetwork(TimeProvider.System);
            AwsSession session = AwsSession.Open(options, network);
            string folder = parsed.GetRequiredValue(output);
            string path = Path.Combine(folder, $"{NameOf(options)}.json");
            DownloadedDetails details;
            try
            {
                PrivateFile.CreateFolder(folder);
                using var progress = new ProgressLine(terminal);
                details = await new AuthorizationDownload(new AwsCaller(session, "download"), parsed.GetValue(versions))
                    .RunAsync(path, count => progress.Show($"{count:N0} users, groups, roles and policies"), cancellation);
            }
            catch (UnauthorizedAccessException refused)
            {
                throw new InputException($"{folder}: nothing can be written here ({refused.Message.TrimEnd('.')}). Name another folder with -o.");
            }

            foreach (string note in details.Notes)
            {
                terminal.Error.WriteLine(Legible.Plain(note));
            }

            terminal.Out.WriteLine(
                $"Written: {Legible.Plain(path)} ({details.Users:N0} users, {details.Groups:N0} groups, {details.Roles:N0} roles, {details.Policies:N0} policies). "
                + $"Now run 'leastwise scan -i {Legible.Plain(path)}'.");
            return ExitCode.Done;
        });
        return command;
    }

    // As Cloudsplaining names them. A profile may be named as it pleases its user; a file may not.
    private static string NameOf(AwsOptions options) => options.Profile is { } profile
        ? string.Concat(profile.Select(letter => letter is '/' or '\\' || Path.GetInvalidFileNameChars().Contains(letter) ? '_' : letter))
        : "default";
}
