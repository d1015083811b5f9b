using System.Xml.Linq;

namespace Leastwise.Remote.Accounts;

/// <summary>Has IAM make its credential report, and fetches it.</summary>
/// <remarks>Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html.</remarks>
internal sealed class CredentialReportCollection(AwsCaller caller)
{
    private const int MostQuestions = 60;

    /// <summary>The report, as CSV.</summary>
    /// <exception cref="RemoteException">IAM failed or refused, or does not get done.</exception>
    public async Task<byte[]> FetchAsync(CancellationToken cancellation)
    {
        for (int i = 0; i < MostQuestions; i++)
        {
            XElement state = await caller.QueryAsync(AwsService.Iam, "GenerateCredentialReport", null, cancellation).ConfigureAwait(false);
            if (state.Text("State") == "COMPLETE")
            {
                XElement report = await caller.QueryAsync(AwsService.Iam, "GetCredentialReport", null, cancellation).ConfigureAwait(false);
                return Convert.FromBase64String(report.Text("Content") ?? "");
            }

            await Task.Delay(AwsPages.PauseBefore(i), caller.Session.Network.Time, cancellation).ConfigureAwait(false);
        }

        throw new RemoteException($"IAM GenerateCredentialReport: the report for {caller.Session.Label} was not ready after some minutes. Run it again.");
    }
}
