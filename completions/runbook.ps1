# Completion of runbook for PowerShell. In $PROFILE: runbook completion powershell | Out-String | Invoke-Expression
#
# What was typed and what is offered stay data: nothing of it is evaluated, and what PowerShell would not take as it stands
# is quoted.
Register-ArgumentCompleter -Native -CommandName runbook -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    # Up to PowerShell 7.1 a line on standard error would end it where the session says Stop.
    $ErrorActionPreference = 'Continue'
    # A word begun with a quote comes in quotes.
    $typed = $wordToComplete -replace '^(["''])(.*)\1$', '$2'
    # Of a list with commas only the last part comes: what stands before it in the same word, such as --rule=stale, is there.
    $lead = ''
    $words = @()
    foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
        $isString = $element -is [System.Management.Automation.Language.StringConstantExpressionAst]
        $start = $element.Extent.StartOffset
        if ($element.Extent.EndOffset -ge $cursorPosition) {
            if ($isString -or $start -ge $cursorPosition) { continue }
            $lead = $element.Extent.Text.Substring(0, $cursorPosition - $start) -replace '[^,]*$' -replace '["''\s]'
        } elseif ($isString) {
            $words += $element.Value
        } else {
            $words += $element.Extent.Text
        }
    }
    $words += $lead + $typed
    # Tab must not change what the last command ended with.
    $exitCode = Get-Variable -Name LASTEXITCODE -Scope Global -ValueOnly -ErrorAction Ignore
    $encoding = [Console]::OutputEncoding
    try {
        # The ISE has no console.
        try { [Console]::OutputEncoding = [System.Text.Encoding]::UTF8 } catch { }
        # As arguments, PowerShell 5 would lose empty words, and a script's shim the word --.
        $env:RUNBOOK_WORDS = $words -join [string][char]10
        $lines = @(runbook __complete powershell 2>$null)
    } finally {
        $env:RUNBOOK_WORDS = $null
        try { [Console]::OutputEncoding = $encoding } catch { }
        $global:LASTEXITCODE = $exitCode
    }
    # Where nothing is offered PowerShell completes paths by itself.
    if ($lines.Count -lt 2) { return }
    foreach ($line in $lines[1..($lines.Count - 1)]) {
        $value, $description = $line.Split([char]9)
        if (-not $value.StartsWith($lead + $typed, [StringComparison]::Ordinal)) { continue }
        $value = $value.Substring($lead.Length)
        if ([string]::IsNullOrEmpty($description)) { $description = $value }
        $text = $value
        if ($value -match '[^\w./:=+-]') { $text = "'" + $value.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $description)
    }
}
