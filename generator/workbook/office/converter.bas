' Converts documents for the program that started this LibreOffice, one after the other, until
' that program closes the connection or ends.
'
' A job is a line of fields with tabs between them: the address of the document, the filter that
' reads it ("": found by its content), the address of what is made, the filter that writes it, its
' options, and the bookmarks whose pages are to be written (see Numbered), with blanks between them.
' The answer is a line: "made", followed by the pages of the headings, or "failed".
Option Explicit

Sub Serve
  Dim connection, job As String
  On Error Goto Ended
  ' Otherwise Basic lets waiting events happen between two statements: windows for comments, say,
  ' whose descriptions an installation without a screen does not have.
  EnableReschedule(False)
  connection = createUnoService("com.sun.star.connection.Connector").connect( _
    "socket,host=127.0.0.1,port=@PORT@")
  Tell(connection, "@PASSWORD@")
  job = NextLine(connection)
  Do While job <> ""
    Tell(connection, Converted(Split(job, Chr(9))))
    job = NextLine(connection)
  Loop
Ended:
  StarDesktop.terminate()
End Sub

Function Converted(job) As String
  Dim document, pages As String
  On Error Goto Failed
  ' As soffice --convert-to loads it; no macros of the document, no links.
  document = StarDesktop.loadComponentFromURL(job(0), "_blank", 0, Array( _
    Setting("Hidden", True), Setting("ReadOnly", True), Setting("Silent", True), _
    Setting("MacroExecutionMode", 0), Setting("UpdateDocMode", 0), Setting("FilterName", job(1))))
  If job(5) <> "" Then pages = Numbered(document, Split(job(5), " "))
  document.storeToURL(job(2), Array( _
    Setting("FilterName", job(3)), Setting("FilterOptions", job(4))))
  document.close(True)
  Converted = "made" & pages
  Exit Function
Failed:
  On Error Resume Next
  document.close(True)
  Converted = "failed"
End Function

Function Setting(name As String, value)
  Dim made As New com.sun.star.beans.PropertyValue
  made.Name = name
  made.Value = value
  Setting = made
End Function

' Writes the pages of bookmarks where two noncharacters stand, which together are the number of
' the bookmark among names.  Done again until no page changes by it; three times at most.
Function Numbered(document, names) As String
  Dim search, places, total As Long, i As Long, turn As Long
  Dim which(), lengths(), place, text As String, pages As String, before As String
  search = document.createSearchDescriptor()
  search.SearchRegularExpression = True
  search.SearchString = "[\uFDD0-\uFDEF]{2}"
  places = document.findAll(search)
  total = places.getCount()
  ReDim which(total), lengths(total)
  For i = 0 To total - 1
    text = places.getByIndex(i).getString()
    which(i) = 32 * Digit(text, 1) + Digit(text, 2)
    lengths(i) = 2
  Next
  pages = PagesOf(document)
  For turn = 1 To 3
    For i = 0 To total - 1
      text = PageOf(pages, names(which(i)))
      If text <> "" Then
        Rewrite(places.getByIndex(i).getEnd(), lengths(i), text)
        lengths(i) = Len(text)
      End If
    Next
    before = pages
    pages = PagesOf(document)
    If pages = before Then Exit For
  Next
  Numbered = pages
End Function

Function Digit(text As String, place As Long) As Long
  Digit = (Asc(Mid(text, place, 1)) + 48) And 31 ' U+FDD0 is 0
End Function

' The page of each heading, counted from the first one: " _Toc1=1 _Toc2=3".
Function PagesOf(document) As String
  Dim view, cursor, marks, names, i As Long, first As Long, page(), told As String
  view = document.getCurrentController()
  i = view.PageCount ' lays the document out to its end; before, pages are wrong
  cursor = view.getViewCursor()
  marks = document.getBookmarks()
  names = marks.getElementNames()
  ReDim page(UBound(names) + 1)
  For i = 0 To UBound(names)
    If Left(names(i), 4) = "_Toc" Then
      cursor.gotoRange(marks.getByName(names(i)).getAnchor(), False)
      page(i) = cursor.getPage()
      If first = 0 Or page(i) < first Then first = page(i)
    End If
  Next
  For i = 0 To UBound(names)
    If Left(names(i), 4) = "_Toc" Then told = told & " " & names(i) & "=" & (page(i) - first + 1)
  Next
  PagesOf = told
End Function

Function PageOf(pages As String, name As String) As String
  Dim start As Long
  start = InStr(pages, " " & name & "=")
  If start > 0 Then PageOf = CStr(Val(Mid(pages, start + Len(name) + 2)))
End Function

' Puts a text in the place of the characters before this one.  It goes in before they are taken
' away: behind a link it would not belong to the link any more.
Sub Rewrite(place, length As Long, text As String)
  Dim cursor
  cursor = place.getText().createTextCursorByRange(place)
  cursor.goLeft(length, False)
  place.getText().insertString(cursor, text, False)
  cursor.gotoRange(place, False)
  cursor.goLeft(length, True)
  cursor.setString("")
End Sub

Sub Tell(connection, text As String)
  Dim bytes(), i As Long
  ReDim bytes(Len(text))
  For i = 0 To Len(text) - 1
    bytes(i) = Asc(Mid(text, i + 1, 1))
  Next
  bytes(Len(text)) = 10
  connection.write(bytes())
  connection.flush()
End Sub

Function NextLine(connection) As String
  Dim bytes(), text As String
  Do While connection.read(bytes, 1) > 0
    If bytes(0) = 10 Then Exit Do
    text = text & Chr(bytes(0))
  Loop
  NextLine = text
End Function
